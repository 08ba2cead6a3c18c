//! What people read: results on standard output, everything else on standard error.

use std::error::Error;

use crate::failure::Failure;

/// Prints a line of a result.
#[expect(clippy::print_stdout, reason = "the one place where results are printed")]
pub(crate) fn result(line: &str) {
    println!("{line}");
}

/// Prints a line for the person who waits.
#[expect(clippy::print_stderr, reason = "the one place where people are spoken to")]
pub(crate) fn note(line: &str) {
    eprintln!("{line}");
}

/// Prints a failure with its causes.
pub(crate) fn error(failure: &Failure) {
    note(&format!("error: {}", with_causes(failure)));
}

/// Writes an error and its causes in one line, each once.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let said = inner.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        source = inner.source();
    }
    text
}
