//! The writer.

use async_trait::async_trait;
use domain::{
    Availability, Cost, ProfileContext, ProviderName, ScriptBrief, ScriptWriter, WriteError, WrittenScripts,
};

use crate::{compose::compose, material::Material, phrases::Phrases};

/// Writes scripts from templates; the same brief and seed give the same scripts.
#[derive(Debug, Clone, Copy, Default)]
pub struct TemplateWriter;

#[async_trait]
impl ScriptWriter for TemplateWriter {
    #[expect(clippy::expect_used, reason = "a constant that is a name")]
    fn name(&self) -> ProviderName {
        "template".parse().expect("it is a name")
    }

    async fn label(&self, _ctx: &ProfileContext) -> Result<String, WriteError> {
        Ok("Templates".to_owned())
    }

    async fn quote(&self, _ctx: &ProfileContext, _brief: &ScriptBrief) -> Result<Cost, WriteError> {
        Ok(Cost::FREE)
    }

    async fn availability(&self, _ctx: &ProfileContext) -> Availability {
        Availability::Available { version: "English and Romanian".to_owned() }
    }

    async fn write(&self, _ctx: &ProfileContext, brief: &ScriptBrief) -> Result<WrittenScripts, WriteError> {
        let phrases = Phrases::of(&brief.language).ok_or_else(|| {
            WriteError::Refused(format!(
                "the templates are in English and Romanian, not in {}; choose one of these, or connect a model",
                brief.language
            ))
        })?;
        let material = Material::of(brief);
        let drafts = (0..u32::from(brief.count)).map(|n| compose(brief, &material, phrases, n).checked());
        let scripts = drafts.collect::<Result<Vec<_>, _>>();
        let scripts = scripts.map_err(|error| WriteError::Failed(error.to_string()))?;
        let short = scripts.iter().any(|script| script.length_s() * 10 < u32::from(brief.length_s) * 7);
        let note = "The templates add no facts, so a script is short when the idea says little: write more about the \
                    product to fill the time.";
        let notes = if short { vec![note.to_owned()] } else { Vec::new() };
        Ok(WrittenScripts { scripts, cost: Some(Cost::FREE), notes })
    }
}
