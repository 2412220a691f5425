/** What `portcullis --help` prints. A test holds it to the parser: every option and every example. */
export const help = `portcullis tells which sockets strangers can reach, by which way, and which line opened that way.

Examples
  portcullis scan                                  what lies below this folder
  portcullis scan infra compose.yaml               a folder and a file
  portcullis scan --format json                    every exposure and finding, for programs
  portcullis scan --output sarif=portcullis.sarif  text on the console and SARIF in a file
  portcullis scan --fail-on medium --unknown fail  strict: doubt fails too
  portcullis scan --var 'var.office=["203.0.113.0/24"]' --var BIND=127.0.0.1
  portcullis explain public-database               what a rule means and what to do
  portcullis explain 5432                          which services use a port

Commands
  scan [PATH...]     look at files and at what lies below folders (default: this folder)
  explain TOPIC      a rule by its id, or the services of a port or name
  rules              list the rules with their severities

What is looked at
  Terraform, CloudFormation, saved answers of "aws ec2 describe-*", docker-compose and nginx.
  Files that .gitignore leaves out are left out, unless they are named.

Options of scan
  --format FORMAT         what goes to standard output (default: text): text, json or sarif
  --output FORMAT=FILE    write this form to a file too; may be given more than once
  --fail-on SEVERITY      exit 1 from this severity on (default: high):
                            info, low, medium, high or critical
  --unknown MODE          findings that depend on what the input does not say (default: warn)
                            ignore: are not shown in text
                            warn: are shown and do not fail
                            fail: fail, and so does every problem with the input
  --var NAME=VALUE        the value of a variable that the input leaves open; lists and maps as JSON
  --quiet                 only findings and what was not looked at

Options of every command
  --color, --no-color     colours or none (default: on a terminal, unless NO_COLOR is set)
  --help                  this text
  --version               the version

Exit codes
  0  nothing at or above the severity of --fail-on
  1  findings
  2  a mistake in the command line or the configuration
  3  could not look: an input that could not be read or parsed, or nothing to look at
`;
