//! The template writer, over every structure, language and length.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use domain::{
    ContextText, ScriptBrief, ScriptStructure, ScriptWriter as _, WriteError, WrittenScripts, marks,
};
use proptest::prelude::*;
use script_template::TemplateWriter;
use testkit::media_contract::some_context;

fn brief(idea: &str, language: &str) -> ScriptBrief {
    let brief = ScriptBrief {
        idea: idea.to_owned(),
        length_s: 20,
        language: language.parse().unwrap(),
        count: 5,
        keywords: vec!["lavender".to_owned(), "soy wax".to_owned()],
        context: ContextText::parse("We pour candles by hand in Cluj. Never say the word cheap.").unwrap(),
        seed: 0,
    };
    brief.checked().unwrap()
}

fn write(brief: &ScriptBrief) -> Result<WrittenScripts, WriteError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(TemplateWriter.write(&some_context(), brief))
}

const IDEA: &str =
    "Soy candle with lavender. It burns for 60 hours. It costs 49.90 lei. The jar can be used again.";
const IDEE: &str =
    "Lumânare din soia cu lavandă. Arde 60 de ore. Costă 49,90 lei. Borcanul se poate folosi din nou.";

#[test]
fn every_structure_is_written_in_both_languages_and_no_two_are_alike() {
    for (idea, language) in [(IDEA, "en-us"), (IDEE, "ro")] {
        let written = write(&brief(idea, language)).unwrap();
        assert_eq!(written.scripts.len(), 5);
        for structure in ScriptStructure::ALL {
            assert!(written.scripts.iter().any(|script| script.structure == structure), "{structure:?}");
        }
        for (n, script) in written.scripts.iter().enumerate() {
            assert!(!written.scripts.iter().skip(n + 1).any(|other| other.text() == script.text()));
            assert!((12..=22).contains(&script.length_s()), "{} s: {}", script.length_s(), script.text());
            assert!(!script.text().contains("Never say"), "a note for the writer was spoken");
        }
    }
}

#[test]
fn the_same_seed_writes_the_same_and_another_one_another() {
    let one = brief(IDEA, "en");
    assert_eq!(write(&one).unwrap(), write(&one).unwrap());
    let other = ScriptBrief { seed: 1, ..one.clone() };
    assert_ne!(write(&one).unwrap().scripts[0], write(&other).unwrap().scripts[0]);
}

#[test]
fn another_language_is_refused_with_the_cure_and_not_written_in_english() {
    let refused = write(&brief("Eine Kerze", "de")).unwrap_err();
    assert!(refused.to_string().contains("connect a model"), "{refused}");
}

#[test]
fn a_long_script_of_a_short_idea_is_short_and_says_why() {
    let brief = ScriptBrief { length_s: 180, ..brief("A candle", "en") };
    let written = write(&brief).unwrap();
    assert!(written.notes.iter().any(|note| note.contains("write more")), "{:?}", written.notes);
}

#[test]
fn no_hashtag_claims_what_its_words_did_not() {
    let written = |keyword: &str| {
        let brief = ScriptBrief { keywords: vec![keyword.to_owned()], ..brief(IDEA, "en") };
        let scripts = write(&brief.clone().checked().unwrap()).unwrap().scripts;
        for script in &scripts {
            assert!(marks(script, &brief).is_empty(), "{script:?}");
        }
        scripts.into_iter().next().unwrap().hashtags
    };
    assert!(!written("b io").iter().any(|tag| tag.eq_ignore_ascii_case("#bio")));
    assert!(written("oak jar").contains(&"#OakJar".to_owned()));
}

proptest! {
    #[test]
    fn nothing_is_invented_and_everything_can_be_used(
        idea in "[a-zA-ZăîțșâĂ0-9 ,.!?%€$'\"{}:\n-]{1,400}",
        keyword in "[a-zA-Z0-9 #]{0,30}",
        seed: u32,
        length_s in 5u16..=180,
        romanian: bool,
    ) {
        let language = if romanian { "ro" } else { "en" };
        let brief = ScriptBrief { seed, length_s, keywords: vec![keyword], ..brief("x", language) };
        let Ok(brief) = (ScriptBrief { idea, ..brief }).checked() else { return Ok(()) };
        for script in write(&brief).unwrap().scripts {
            prop_assert!(script.clone().checked().is_ok());
            let invented = marks(&script, &brief);
            prop_assert!(invented.is_empty(), "{invented:?} in {script:?}");
        }
    }
}
