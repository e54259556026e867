//! The commands. Logs go to stderr, data to stdout.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;
use yipin::commands;
use yipin::config::Store;
use yipin::error::Error;
use yipin::import::columns::Table;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 颐聘 Yipin: a job market for elder care
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    store: Store,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API
    Serve(commands::Serve),
    /// A city in a box: a fresh sample Anshan, then serve it
    Demo(commands::Demo),
    /// Let in the first admin, or somebody who forgot their password and has no mail
    #[command(subcommand)]
    Admin(commands::Admin),
    /// Take in a file of openings, institutions or people: .csv .xlsx .jsonl, each also .gz
    Import {
        what: What,
        file: PathBuf,
        /// The source of rows that name none
        #[arg(long)]
        source: Option<String>,
        /// Region code in which places are looked for first
        #[arg(long)]
        region: Option<String>,
        /// Where refused rows go [default: rejects/ in the data folder]
        #[arg(long)]
        rejects: Option<PathBuf>,
    },
    /// Build the search index anew from the database
    Reindex,
    /// Hold the index against the database and check dictionary and rules; exit 1 on any fault
    Check,
    /// Run judged searches (index/judged/*.toml) against this data and print nDCG@10 by family
    JudgeSearch {
        files: Vec<PathBuf>,
        /// Also print each search
        #[arg(long)]
        each: bool,
    },
    /// Judge subsidies: a JSON request as the API's, from a file or -
    Judge { file: PathBuf },
    /// Match a person with the posts of the data folder: likewise
    Match { file: PathBuf },
    /// Plan a fair's timetable: likewise
    Plan { file: PathBuf },
    /// Screen a post: likewise
    Screen { file: PathBuf },
    /// Print data: openings as JSON lines, as the API shows them
    Export { what: Exported },
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Openings,
    Institutions,
    Candidates,
}

#[derive(Clone, Copy, ValueEnum)]
enum Exported {
    Openings,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    commands::log();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = runtime.map_err(Error::from).and_then(|runtime| runtime.block_on(run(cli)));
    match done {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("yipin: {fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<ExitCode, Error> {
    let store = cli.store;
    yipin::eligibility::carried::read(&store.data);
    yipin::screening::carried::look_in(&store.data);
    match cli.command {
        Command::Serve(serve) => commands::serve(&store, serve).await,
        Command::Demo(demo) => commands::demo(&store, demo).await,
        Command::Import { what, file, source, region, rejects } => {
            let table = match what {
                What::Openings => Table::Openings,
                What::Institutions => Table::Institutions,
                What::Candidates => Table::Candidates,
            };
            commands::import(&store, table, file, source, region, rejects).await
        }
        Command::Admin(admin) => commands::admin(&store, admin).await,
        Command::Reindex => commands::reindex(&store).await,
        Command::Check => commands::check(&store).await,
        Command::JudgeSearch { files, each } => commands::judge_search(&store, &files, each).await,
        Command::Judge { file } => commands::answer(&file, yipin::eligibility::api::answer),
        Command::Match { file } => commands::match_posts(&store, &file).await,
        Command::Plan { file } => commands::answer(&file, yipin::fairs::api::answer),
        Command::Screen { file } => commands::answer(&file, yipin::screening::api::answer),
        Command::Export { what: Exported::Openings } => commands::export_openings(&store).await,
    }
}
