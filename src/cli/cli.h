/*
 * Role: the commands without a screen: a table of commands and one of
 * options, from which help and the manual's check come. Thread: main.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

/* Read the arguments, do what they say, return the exit status. */
int cli_run(int argc, char **argv);

#endif
