//! A clip's recipe: everything from which the same clip is rendered again, and why each shot was chosen.

use serde::{Deserialize, Serialize};

use crate::{
    ContentHash, MadeFrom, Narration, ProjectId, RenderPlan, SegmentId, Shot, ShownBefore, SpokenSentence,
};

/// The form of the recipes that are written now.
const VERSION: u32 = 1;

/// Everything from which the same clip is rendered again. It names files of its profile by their ids alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    version: u32,
    /// The engine that rendered it: with the same one the bytes are the same.
    pub engine: String,
    /// The project.
    pub project: ProjectId,
    /// The project's name at that time.
    pub project_name: String,
    /// Which variant of its generation it is, from 1.
    pub variant: u8,
    /// What it was made from.
    pub made_from: MadeFrom,
    /// What is heard, in the order of the clip.
    pub narration: Narration,
    /// The shots of each sentence, and why they were chosen.
    pub shots: Vec<Vec<Shot>>,
    /// Names what they were chosen from; nothing where that was not kept.
    #[serde(default)]
    pub chosen_from: Option<ContentHash>,
    /// What is rendered.
    pub plan: RenderPlan,
    /// What the person should know.
    pub notes: Vec<String>,
}

/// What a recipe is written of, beside its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingredients {
    /// The project.
    pub project: ProjectId,
    /// Its name.
    pub project_name: String,
    /// Which variant of its generation it is, from 1.
    pub variant: u8,
    /// What it is made from.
    pub made_from: MadeFrom,
    /// What is heard.
    pub narration: Narration,
    /// The shots of each sentence.
    pub shots: Vec<Vec<Shot>>,
    /// Names what they were chosen from.
    pub chosen_from: Option<ContentHash>,
    /// What the person should know.
    pub notes: Vec<String>,
}

impl Recipe {
    /// Writes the recipe of a plan for an engine.
    pub fn of(engine: String, ingredients: Ingredients, plan: RenderPlan) -> Self {
        let Ingredients { project, project_name, variant, made_from, narration, shots, chosen_from, notes } =
            ingredients;
        Self {
            version: VERSION,
            engine,
            project,
            project_name,
            variant,
            made_from,
            narration,
            shots,
            chosen_from,
            plan,
            notes,
        }
    }

    /// Reads a recipe from its JSON form.
    ///
    /// # Errors
    /// [`UnreadableRecipe`].
    pub fn read(json: &[u8]) -> Result<Self, UnreadableRecipe> {
        #[derive(Deserialize)]
        struct Form {
            version: u32,
        }
        let form: Form = serde_json::from_slice(json)?;
        if form.version == VERSION {
            Ok(serde_json::from_slice(json)?)
        } else {
            Err(UnreadableRecipe::Version(form.version))
        }
    }

    /// Names what the clip consists of; another value means another clip.
    ///
    /// # Errors
    /// An error of serde when it has no JSON form.
    pub fn fingerprint(&self) -> Result<ContentHash, serde_json::Error> {
        ContentHash::of(&(&self.engine, &self.plan))
    }

    /// Lists what is shown while each sentence is spoken, in the order of the clip.
    pub fn shown(&self) -> Vec<ShownBefore> {
        let words = |sentence: &SpokenSentence| sentence.words.iter().map(|word| word.text.clone()).collect();
        let all = self.narration.sentences.iter().zip(&self.shots);
        all.map(|(sentence, shots)| ShownBefore { words: words(sentence), shots: shots.clone() }).collect()
    }

    /// Lists the segments that are shown, each once.
    pub fn segments(&self) -> Vec<SegmentId> {
        let mut once = Vec::new();
        for shot in self.shots.iter().flatten() {
            if !once.contains(&shot.segment) {
                once.push(shot.segment);
            }
        }
        once
    }
}

/// Says why a recipe cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableRecipe {
    /// It has another form.
    #[error("the recipe has the form {0}, which this version does not read; generate the video anew")]
    Version(u32),
    /// It is damaged.
    #[error("the recipe cannot be read ({0}); generate the video anew")]
    Damaged(#[from] serde_json::Error),
}
