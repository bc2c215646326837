//! What can be typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::settings::Settings;

/// Trains sales reps and decides who may take calls.
#[derive(Debug, Parser)]
#[command(name = "canoe", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve pages and the REST interface
    Serve(ServeArguments),
    /// Bring the database up to date
    Migrate(DatabaseArguments),
    /// Check the training material
    #[command(subcommand)]
    Content(ContentCommand),
    /// Add, invite and deactivate people, and reset their passwords
    #[command(subcommand)]
    Person(PersonCommand),
    /// Add teams
    #[command(subcommand)]
    Team(TeamCommand),
    /// Make and revoke API keys
    #[command(subcommand)]
    ApiKey(ApiKeyCommand),
    /// Check the database: replay every attempt and see that it comes out as it is stored
    Check(CheckArguments),
    /// Print the OpenAPI document
    Openapi,
}

#[derive(Debug, Args)]
pub struct DatabaseArguments {
    /// sqlite://FILE or postgres://…
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

impl DatabaseArguments {
    pub fn apply(self, mut settings: Settings) -> Settings {
        settings.database_url = self.database.unwrap_or(settings.database_url);
        settings
    }
}

#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub addr: Option<SocketAddr>,
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The folder of packs
    #[arg(long, value_name = "DIR")]
    pub content: Option<PathBuf>,
    /// Load a demo company into an empty database
    #[arg(long)]
    pub demo: bool,
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum ContentCommand {
    /// Report everything that is wrong, with file, line and column
    Check {
        /// The folder of packs
        dir: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what these packs would change for everybody if they went live now in the place of the ones that are
    Preview {
        /// The folder of the packs to come
        dir: PathBuf,
        /// The folder of the packs that are live
        #[arg(long, value_name = "DIR")]
        content: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Add somebody with a password, which is read from standard input
    Add {
        #[command(flatten)]
        person: NewPersonArguments,
    },
    /// Invite somebody and print their link
    Invite {
        #[command(flatten)]
        person: NewPersonArguments,
    },
    /// Print a link with which somebody chooses another password
    Reset {
        /// Their e-mail address
        email: String,
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Close somebody's account
    Deactivate {
        /// Their e-mail address
        email: String,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

#[derive(Debug, Args)]
pub struct NewPersonArguments {
    /// E-mail address
    #[arg(long)]
    pub email: String,
    /// Name
    #[arg(long)]
    pub name: String,
    /// rep, manager or admin
    #[arg(long, default_value = "rep")]
    pub role: String,
    /// Name of the team they join
    #[arg(long)]
    pub team: Option<String>,
    /// Their id in another system, such as the phone system's agent id
    #[arg(long, default_value = "")]
    pub external_id: String,
    /// IANA time zone
    #[arg(long, default_value = "UTC")]
    pub time_zone: String,
    #[command(flatten)]
    pub database: DatabaseArguments,
}

#[derive(Debug, Subcommand)]
pub enum TeamCommand {
    /// Add a team
    Add {
        /// Its name
        name: String,
        /// Name of the team it belongs to
        #[arg(long)]
        parent: Option<String>,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

#[derive(Debug, Subcommand)]
pub enum ApiKeyCommand {
    /// Make a key and print it, once
    Create {
        /// What it is for
        name: String,
        /// What it may do
        #[arg(long = "scope", default_value = "clearance:read")]
        scopes: Vec<String>,
        /// For how many seconds an answer may be kept, 0 to 60
        #[arg(long, default_value_t = 0, value_name = "SECONDS")]
        staleness: u32,
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Revoke a key
    Revoke {
        /// The key's prefix, as listed
        prefix: String,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}
