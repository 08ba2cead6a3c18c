//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::sources::Flags;

const EXIT_CODES: &str = "Exit codes: 0 success, 1 failure, 2 bad input, 130 stopped by Ctrl-C.\n\
    Settings come from flags, then the environment, then edit-factory.toml, then defaults; \
    `edit-factory config` lists each with its origin.";

/// Turns a store's footage into vertical videos with a voice and captions.
#[derive(Debug, Parser)]
#[command(name = "edit-factory", after_help = EXIT_CODES, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// The configuration file [default: edit-factory.toml in the current folder, if there]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server, with a worker inside it
    #[command(after_help = EXIT_CODES)]
    Serve(ServeArgs),
    /// Run a worker alone
    #[command(after_help = EXIT_CODES)]
    Work(WorkArgs),
    /// Bring the database's tables up to date
    #[command(after_help = EXIT_CODES)]
    Migrate(DataDir),
    /// Seal the stored keys of accounts elsewhere with a new master key
    #[command(after_help = ROTATE_HELP)]
    RotateKeys(DataDir),
    /// Make videos of your footage and script, without the web page
    #[command(after_help = MAKE_HELP)]
    Make(MakeArgs),
    /// Make two sample videos for two sample stores; needs no key, account or download
    #[command(after_help = EXIT_CODES)]
    Demo(DemoArgs),
    /// Download, check and remove the model files of the local voices
    #[command(after_help = MODELS_HELP)]
    Models {
        /// What to do.
        #[command(subcommand)]
        action: ModelsAction,
    },
    /// Make and manage the accounts of people who sign in
    #[command(after_help = EXIT_CODES)]
    User {
        /// What to do.
        #[command(subcommand)]
        action: UserAction,
    },
    /// Take in a database of the original Edit Factory; it is only read
    #[command(after_help = ADOPT_HELP)]
    AdoptLegacy(AdoptArgs),
    /// Tell which parts are there, their versions, and what cures a missing one
    #[command(after_help = EXIT_CODES)]
    Doctor(DoctorArgs),
    /// Print each setting with its origin; secrets are masked
    Config,
    /// Print the description of the HTTP interface (OpenAPI, JSON)
    Openapi,
}

const ROTATE_HELP: &str = "A new master key is put in front of those in keys/credentials.keys of the data folder, and \
    everything is sealed with it. Where EDIT_FACTORY_CREDENTIAL_KEYS is set, put the new key in front of it by hand \
    first, on every machine.\n\nRestart the server afterwards: it learns new keys when it starts. Older keys may be \
    removed once this command says that nothing needs them.";

const MAKE_HELP: &str = "Example:\n  edit-factory make --profile \"Lumina Candles\" --footage a.mp4 b.mov \
    --script script.txt --variants 3 --out videos\n\n\
    Each variant becomes NAME-variant-N.mp4, .srt and .vtt (captions), .jpg (picture) and .recipe.json (everything \
    from which it is rendered again) in the folder of --out.\n\
    Files that are there already are kept: the new ones get a number, unless --force is given.\n\n\
    Exit codes: 0 all variants made, 1 failure (the reason is told), 2 bad input, 130 stopped by Ctrl-C.";

const MODELS_HELP: &str = "Example:\n  edit-factory models pull kokoro-v1.0 en_US-lessac-medium ro_RO-mihai-medium\n\n\
    They lie in the folder models of the data folder. A download that was stopped goes on with the same command; \
    a file counts only once all of it was hashed. Mirrors: the settings models_kokoro_url and models_piper_url.\n\n\
    Exit codes: 0 success, 1 failure, 2 bad input or no such model, 130 stopped by Ctrl-C.";

const ADOPT_HELP: &str = "Example:\n  edit-factory adopt-legacy --from postgres://postgres@localhost:5432/original \
    --orphans-to ana@example.org --dry-run\n\n\
    Stopped anywhere, even by kill -9, the same command goes on where it was; run twice, it changes nothing. \
    What comes and what does not: docs/adopting.md.\n\n\
    Exit codes: 0 success, also when rows were left (the report names each), 1 failure, 2 bad input, 130 stopped by \
    Ctrl-C.";

/// Where the data is.
#[derive(Debug, Args)]
pub(crate) struct DataDir {
    /// The folder of database, footage and videos [default: ./data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    data: DataDir,
    /// The address to listen on [default: 127.0.0.1:8000]
    #[arg(long, value_name = "ADDRESS")]
    bind: Option<String>,
    /// Do no jobs; leave them to `edit-factory work`
    #[arg(long)]
    pub(crate) no_worker: bool,
    /// How many jobs to do at a time [default: 2]
    #[arg(long, value_name = "N")]
    slots: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct WorkArgs {
    #[command(flatten)]
    data: DataDir,
    /// How many jobs to do at a time [default: 2]
    #[arg(long, value_name = "N")]
    slots: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    data: DataDir,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct MakeArgs {
    #[command(flatten)]
    data: DataDir,
    /// The store's name, whatever its case; made if there is none
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: String,
    /// The videos to cut from: MP4, MOV, MKV, WebM, AVI or MPEG-TS
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub(crate) footage: Vec<PathBuf>,
    /// A text file with what the voice says
    #[arg(long, value_name = "FILE")]
    pub(crate) script: PathBuf,
    /// How many different cuts, 1 to 10
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) variants: u8,
    /// The folder for the finished files; made if there is none
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The project's name, also of the files [default: the script's file name]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The voice, such as en-us, en-gb, ro, de, fr-fr
    #[arg(long, value_name = "VOICE", default_value = "en-us")]
    pub(crate) voice: String,
    /// Overwrite files of the same names
    #[arg(long)]
    pub(crate) force: bool,
}

/// What to do with models.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelsAction {
    /// List the models that can be had, with what is here of each
    List(ListModelsArgs),
    /// Download what is missing of models, and prove every file of them
    Pull(SomeModelsArgs),
    /// Delete the files of models
    Remove(SomeModelsArgs),
    /// Hash the files of models, or of all that are here; a broken one is set aside
    Verify(AnyModelsArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ListModelsArgs {
    #[command(flatten)]
    data: DataDir,
    /// Only those of an engine: kokoro or piper
    #[arg(long, value_name = "ENGINE")]
    pub(crate) engine: Option<String>,
    /// Only those that speak a language, such as ro or en-gb
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<String>,
    /// Fetch Piper's catalogue first
    #[arg(long)]
    pub(crate) refresh: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SomeModelsArgs {
    #[command(flatten)]
    data: DataDir,
    /// The models' ids
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AnyModelsArgs {
    #[command(flatten)]
    data: DataDir,
    /// The models' ids [default: all that are here]
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,
}

impl ModelsAction {
    const fn data(&self) -> &DataDir {
        match self {
            Self::List(args) => &args.data,
            Self::Pull(args) | Self::Remove(args) => &args.data,
            Self::Verify(args) => &args.data,
        }
    }
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum UserAction {
    /// Make an account; the first one takes over the stores that were made without one
    Create(CreateUserArgs),
    /// List the accounts
    List(DataDir),
    /// Give an account another password, which ends its sessions
    Password(PasswordArgs),
    /// End every session of an account
    RemoveSessions(EmailArgs),
}

/// Whose account.
#[derive(Debug, Args)]
pub(crate) struct EmailArgs {
    #[command(flatten)]
    data: DataDir,
    /// The email
    #[arg(long, value_name = "EMAIL")]
    pub(crate) email: String,
}

#[derive(Debug, Args)]
pub(crate) struct PasswordArgs {
    #[command(flatten)]
    pub(crate) account: EmailArgs,
    /// Read the password from standard input instead of asking for it
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CreateUserArgs {
    #[command(flatten)]
    pub(crate) account: PasswordArgs,
    /// What the person is called [default: the email]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

impl UserAction {
    const fn data(&self) -> &DataDir {
        match self {
            Self::Create(args) => &args.account.account.data,
            Self::List(data) => data,
            Self::Password(args) => &args.account.data,
            Self::RemoveSessions(args) => &args.data,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct AdoptArgs {
    #[command(flatten)]
    data: DataDir,
    /// The address of the original's database, on this machine or through a tunnel
    #[arg(long, value_name = "URL", env = "EDIT_FACTORY_ADOPT_FROM", hide_env_values = true, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) from: String,
    /// Who gets the rows of no user, or of one who is gone [default: such rows are left, and named in the report]
    #[arg(long, value_name = "EMAIL-OR-USER-ID")]
    pub(crate) orphans_to: Option<String>,
    /// Count the same, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Begin at the first row, even where an earlier run was stopped
    #[arg(long)]
    pub(crate) anew: bool,
    /// How many rows a transaction takes in, 1 to 2000
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u16).range(1..=2000))]
    pub(crate) batch: u16,
    /// The file for what was changed or left, a JSON object a line [default: adopt-legacy.jsonl in the data folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    data: DataDir,
    /// The folder for the finished files [default: demo in the data folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

impl Cli {
    /// Returns the settings that were given as flags.
    pub(crate) fn flags(&self) -> Flags {
        let mut flags = Flags::new();
        let mut add = |name: &'static str, value: &Option<String>| {
            if let Some(value) = value {
                flags.insert(name, value.clone());
            }
        };
        match &self.command {
            Command::Serve(args) => {
                add("data_dir", &args.data.data_dir);
                add("bind", &args.bind);
                add("slots", &args.slots);
            }
            Command::Work(args) => {
                add("data_dir", &args.data.data_dir);
                add("slots", &args.slots);
            }
            Command::Migrate(data) | Command::RotateKeys(data) => add("data_dir", &data.data_dir),
            Command::Make(args) => add("data_dir", &args.data.data_dir),
            Command::Models { action } => add("data_dir", &action.data().data_dir),
            Command::User { action } => add("data_dir", &action.data().data_dir),
            Command::Demo(args) => add("data_dir", &args.data.data_dir),
            Command::AdoptLegacy(args) => add("data_dir", &args.data.data_dir),
            Command::Doctor(args) => add("data_dir", &args.data.data_dir),
            Command::Config | Command::Openapi => {}
        }
        flags
    }
}

impl Command {
    /// Returns what is logged unless told otherwise: a command with progress bars says the rest itself.
    pub(crate) const fn default_log(&self) -> &'static str {
        match self {
            Self::Serve(_) | Self::Work(_) | Self::Migrate(_) | Self::RotateKeys(_) => "info",
            _ => "warn,studio::worker=off",
        }
    }
}
