/** The command line: the same services as the server and the worker, without either running. */
import { Command } from 'commander';
import { doctorCommand } from './cli/doctor.ts';
import { embedCommand, promoteCommand } from './cli/embed.ts';
import { evaluateCommand } from './cli/evaluate.ts';
import { ingestCommand } from './cli/ingest.ts';
import { modelCommand } from './cli/model.ts';
import { fail } from './cli/runCommand.ts';
import { serveCommand } from './cli/serve.ts';
import { similarCommand } from './cli/similar.ts';
import { sourceCommand } from './cli/source.ts';
import { trainCommand } from './cli/train.ts';
import { tripletsCommand } from './cli/triplets.ts';

const program = new Command('semblance')
  .description('Visual similarity: from a product feed to "more like this"')
  .addCommand(ingestCommand())
  .addCommand(sourceCommand())
  .addCommand(tripletsCommand())
  .addCommand(trainCommand())
  .addCommand(evaluateCommand())
  .addCommand(modelCommand())
  .addCommand(embedCommand())
  .addCommand(promoteCommand())
  .addCommand(similarCommand())
  .addCommand(serveCommand())
  .addCommand(doctorCommand())
  .showHelpAfterError('(see --help)');

// `semblance ... | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

await program.parseAsync().catch(fail);
