import { type GraphQLSchema, isObjectType } from 'graphql';
import { checkText } from '../text.ts';

/** Has the text in every field's arguments checked before the field is resolved. */
export function checkArguments(schema: GraphQLSchema): GraphQLSchema {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fields = objects.flatMap((type) => Object.values(type.getFields()));
  for (const field of fields.filter(({ args }) => args.length > 0)) {
    field.resolve = checked(field.resolve);
    field.subscribe = checked(field.subscribe);
  }
  return schema;
}

type Resolver<Rest extends unknown[], Answer> = (
  root: unknown,
  args: object,
  ...rest: Rest
) => Answer;

function checked<Rest extends unknown[], Answer>(
  resolve: Resolver<Rest, Answer> | undefined,
): Resolver<Rest, Answer> | undefined {
  return (
    resolve &&
    ((root, args, ...rest) => {
      checkText(args, '');
      return resolve(root, args, ...rest);
    })
  );
}
