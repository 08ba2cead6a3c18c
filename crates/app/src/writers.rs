//! The writers: templates first, then each store's own model.

use std::sync::Arc;

use domain::{ChatConnectionStore, CredentialStore, ScriptWriter};
use script_chat::{Chat, ChatSettings, Patience};
use script_template::TemplateWriter;

use crate::{clock::SystemClock, config::Settings, failure::Failure};

/// Opens every writer.
///
/// # Errors
/// When no encrypted connection can be made on this machine.
pub(crate) fn open(
    settings: &Settings,
    credentials: Arc<dyn CredentialStore>,
    connections: Arc<dyn ChatConnectionStore>,
) -> Result<Vec<Arc<dyn ScriptWriter>>, Failure> {
    let how =
        ChatSettings { private_addresses: settings.chat_on_this_network, patience: Patience::default() };
    let chat = Chat::new(credentials, connections, Arc::new(SystemClock), &how)
        .map_err(|error| Failure::failed("models cannot be asked for scripts", error))?;
    Ok(vec![Arc::new(TemplateWriter), Arc::new(chat)])
}
