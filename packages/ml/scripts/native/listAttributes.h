// What tfjs-node's binding lacks: attributes that are lists of strings or of types. Operations such
// as _FusedConv2D take the names of what they do after the convolution in one.

#ifndef SEMBLANCE_LIST_ATTRIBUTES_H_
#define SEMBLANCE_LIST_ATTRIBUTES_H_

#include <string>
#include <vector>

#include "tensorflow/c/eager/c_api.h"
#include "binding/utils.h"

namespace tfnodejs {

inline bool SetStringList(napi_env env, TFE_Op *op, const char *name,
                          napi_value list, uint32_t length) {
  std::vector<std::string> strings(length);
  std::vector<const void *> starts(length);
  std::vector<size_t> lengths(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    napi_status status = napi_get_element(env, list, i, &element);
    ENSURE_NAPI_OK_RETVAL(env, status, false);
    if (GetStringParam(env, element, strings[i]) != napi_ok) return false;
    starts[i] = strings[i].data();
    lengths[i] = strings[i].size();
  }
  TFE_OpSetAttrStringList(op, name, starts.data(), lengths.data(),
                          static_cast<int>(length));
  return true;
}

inline bool SetTypeList(napi_env env, TFE_Op *op, const char *name,
                        napi_value list, uint32_t length) {
  std::vector<TF_DataType> types(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    napi_status status = napi_get_element(env, list, i, &element);
    ENSURE_NAPI_OK_RETVAL(env, status, false);
    int32_t type;
    status = napi_get_value_int32(env, element, &type);
    ENSURE_NAPI_OK_RETVAL(env, status, false);
    types[i] = static_cast<TF_DataType>(type);
  }
  TFE_OpSetAttrTypeList(op, name, types.data(), static_cast<int>(length));
  return true;
}

// True where `value` is a list of strings or of types and is now set. False where it is anything
// else (nothing is set then), or where an element has the wrong type (an exception is pending then).
inline bool AssignListAttr(napi_env env, TFE_Op *op, const char *name,
                           TF_AttrType type, napi_value value) {
  if (type != TF_ATTR_STRING && type != TF_ATTR_TYPE) return false;
  bool is_list;
  napi_status status = napi_is_array(env, value, &is_list);
  ENSURE_NAPI_OK_RETVAL(env, status, false);
  if (!is_list) return false;
  uint32_t length;
  status = napi_get_array_length(env, value, &length);
  ENSURE_NAPI_OK_RETVAL(env, status, false);
  return type == TF_ATTR_STRING ? SetStringList(env, op, name, value, length)
                                : SetTypeList(env, op, name, value, length);
}

}  // namespace tfnodejs

#endif  // SEMBLANCE_LIST_ATTRIBUTES_H_
