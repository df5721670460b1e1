import { TextField } from '@/components/ui/field';
import { recipeShares } from '@/lib/triplets/recipe-form';

/** What few change of a recipe, folded away. */
export function RecipeDetails() {
  return (
    <details className="rounded-md border">
      <summary className="rounded-md px-4 py-3 font-medium">
        Advanced <span className="font-normal text-muted-foreground">– seed and shares</span>
      </summary>
      <div className="grid gap-4 border-t p-4 sm:grid-cols-3">
        {recipeShares.map(({ name, label, value }) => (
          <TextField
            key={name}
            id={name}
            label={label}
            type="number"
            min="0"
            max="1"
            step="0.01"
            required
            defaultValue={value}
            inputClassName="tnum"
          />
        ))}
        <TextField
          id="seed"
          label="Seed"
          type="number"
          required
          defaultValue={1}
          inputClassName="tnum"
        />
      </div>
    </details>
  );
}
