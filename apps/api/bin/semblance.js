#!/usr/bin/env node
// Runs the command line on the Node that started it; the sources need no build (Node 24).
import '../src/cli.ts';
