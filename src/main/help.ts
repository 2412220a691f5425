/** What `portcullis --help` prints. A test holds it to the parser: every option and every example. */
export const help = `portcullis tells which sockets strangers can reach, by which way, and which line opened that way.

Examples
  portcullis scan                                  what lies below this folder
  portcullis scan infra compose.yaml               a folder and a file
  portcullis scan --format json                    every exposure and finding, for programs
  portcullis scan --output sarif=portcullis.sarif  text on the console and SARIF in a file
  portcullis scan --fail-on medium --unknown fail  strict: doubt fails too
  portcullis scan --var 'var.office=["203.0.113.0/24"]' --var BIND=127.0.0.1
  portcullis scan --explain-safe db:5432           why nobody can reach it, or how somebody does
  portcullis scan --changed -- web/main.tf         what a file that changed belongs to
  portcullis aws --region eu-west-1,us-east-1      the AWS account that runs
  portcullis explain public-database               what a rule means and what to do
  portcullis explain 5432                          which services use a port

Commands
  scan [PATH...]     look at files and at what lies below folders (default: this folder)
  aws                look at an AWS account that runs
  aws policy         the IAM policy that allows this and nothing else
  explain TOPIC      a rule by its id, or the services of a port or name
  rules              list the rules with their severities
  init               show a portcullis.yaml for this folder, and write it where there is none

What is looked at
  Terraform, CloudFormation, saved answers of "aws ec2 describe-*", docker-compose, nginx, scripts
  of package.json, Procfile and devcontainer.json, and where Redis, PostgreSQL, MongoDB and MySQL
  are configured to listen.
  Files that .gitignore or the configuration leaves out are left out, unless they are named.

Options of scan and aws
  --format FORMAT         what goes to standard output (default: text):
                            text, json, sarif, github, gitlab, markdown, junit or html
  --output FORMAT=FILE    write this form to a file too; may be given more than once; the file -
                          is standard output
  --fail-on SEVERITY      exit 1 from this severity on (default: high):
                            info, low, medium, high or critical
  --unknown MODE          findings that depend on what the input does not say (default: warn)
                            ignore: are not shown in text
                            warn: are shown and do not fail
                            fail: fail, and so does every problem with the input
  --quiet                 only findings and what was not looked at
  --config FILE           the configuration (default: the nearest portcullis.yaml, from what is
                            looked at up to the root of its repository)

Options of scan
  --var NAME=VALUE        the value of a variable that the input leaves open; lists and maps as JSON
  --var-file FILE         values of Terraform's variables (.tfvars, .tfvars.json); may be given more
                          than once: a later file holds before an earlier one, and --var before all
  --changed               the paths are files that changed: look at what they belong to, such as the
                            module or project that reads them; nothing to look at is no error
  --explain-safe TARGET[:PORT]
                          in place of a report, why what has this name cannot be reached, or how it
                          can: exit 0 where it cannot, 1 where it can or perhaps can, 2 where
                          nothing has this name

Options of aws
  --region NAME[,NAME]    the regions, or all that are enabled (default: the configured one)
  --profile NAME          whose credentials and region (default: as the AWS CLI finds them)
  --endpoint-url URL      something that answers like EC2, such as an emulator
  --save FOLDER           keep the answers, for portcullis scan FOLDER

Options of init
  --yes                   write without asking

Options of every command
  --color, --no-color     colours or none (default: on a terminal, unless NO_COLOR is set)
  --help                  this text
  --version               the version

Exit codes
  0  nothing at or above the severity of --fail-on
  1  findings
  2  a mistake in the command line or the configuration
  3  could not look: an input that could not be read or parsed, a call to AWS that was denied or
     failed, or nothing to look at
`;
