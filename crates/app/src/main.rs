//! `edit-factory`: reads the configuration, wires the adapters to the use-cases, and runs one command.

mod adopt;
mod cli;
mod clock;
mod commands;
mod config;
mod data_folder;
mod database;
mod deliver;
mod demo;
mod doctor;
mod factory;
mod failure;
mod keys;
mod line;
mod logging;
mod make;
mod models;
mod output;
mod process;
mod progress;
mod publishing;
mod sample;
mod serve;
mod sign_in;
mod sources;
mod stop;
mod users;
mod voices;
mod voices_service;
mod work;
mod writers;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{
    cli::{Cli, Command},
    config::Settings,
    failure::Failure,
    sources::Sources,
};

fn main() -> ExitCode {
    // Before everything else: these processes have an empty environment, and their output is a protocol.
    match std::env::args_os().nth(1) {
        Some(command) if command == factory::SPEAKER => return ended(speak()),
        Some(command) if command == factory::PHONEMES => return ended(read_phonemes()),
        _ => {}
    }
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::error(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

fn speak() -> std::io::Result<()> {
    tts_espeak::serve_speaker(std::io::stdin().lock(), std::io::stdout().lock())
}

fn read_phonemes() -> std::io::Result<()> {
    phonemes::serve_phonemes(std::io::stdin().lock(), std::io::stdout().lock())
}

fn ended(result: std::io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::note(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let sources = Sources::read(cli.flags(), cli.config.as_deref())?;
    let settings = Settings::of(&sources)?;
    match cli.command {
        Command::Config => {
            commands::config(&sources, &settings);
            return Ok(());
        }
        Command::Openapi => {
            commands::openapi();
            return Ok(());
        }
        _ => {}
    }
    logging::start(&settings, cli.command.default_log())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed("cannot start the runtime", error))?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::serve(&settings, args.no_worker).await,
            Command::Work(_) => work::work(&settings).await,
            Command::Migrate(_) => commands::migrate(&settings).await,
            Command::RotateKeys(_) => commands::rotate_keys(&settings).await,
            // These two need no runtime and were done above.
            Command::Openapi | Command::Config => Ok(()),
            Command::Doctor(args) => doctor::doctor(&settings, args.json).await,
            Command::Make(args) => make::make(&settings, args).await,
            Command::Models { action } => models::run(&settings, action).await,
            Command::User { action } => users::run(&settings, action).await,
            Command::Demo(args) => demo::demo(&settings, args).await,
            Command::AdoptLegacy(args) => adopt::adopt(&settings, args).await,
        }
    })
}
