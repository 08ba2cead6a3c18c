//! The phrases of a language: none of them says anything about a product.

use domain::{Language, ScriptStructure};

/// The phrases of one language. `{}` is what the person told.
pub(crate) struct Phrases {
    problem: Structure,
    list: Structure,
    before: Structure,
    offer: Structure,
    /// Before the first, second and third thing of a list.
    pub(crate) ordinals: [&'static str; 3],
    /// Things of a list where the person told fewer than three.
    pub(crate) things: [&'static str; 3],
    /// Before what the footage shows.
    pub(crate) shown: &'static str,
    /// Sentences that fill the time.
    pub(crate) fillers: [&'static str; 6],
    /// Invitations at the end.
    pub(crate) calls: [&'static str; 4],
}

/// The phrases of a structure.
pub(crate) struct Structure {
    pub(crate) hooks: [&'static str; 3],
    /// What leads to the facts; one of them where the time allows.
    pub(crate) bridges: [&'static str; 3],
}

impl Phrases {
    /// Returns the phrases of a language, if there are some.
    pub(crate) fn of(language: &Language) -> Option<&'static Self> {
        match language.primary() {
            "en" => Some(&ENGLISH),
            "ro" => Some(&ROMANIAN),
            _ => None,
        }
    }

    pub(crate) const fn structure(&self, structure: ScriptStructure) -> &Structure {
        match structure {
            ScriptStructure::ProblemAnswer => &self.problem,
            ScriptStructure::ListOfThree => &self.list,
            ScriptStructure::BeforeAfter => &self.before,
            ScriptStructure::Offer => &self.offer,
        }
    }
}

const ENGLISH: Phrases = Phrases {
    problem: Structure {
        hooks: [
            "Still looking? Then look at this: {}.",
            "You search, you scroll, nothing fits. And now this: {}.",
            "Is this what you were missing? {}.",
        ],
        bridges: [
            "We know how long a search can be.",
            "Stop searching for a moment and look.",
            "Here is our answer.",
        ],
    },
    list: Structure {
        hooks: [
            "Three things to know about this: {}.",
            "Before you scroll on, three things. It is about this: {}.",
            "Why stay for this one? Three reasons: {}.",
        ],
        bridges: ["Let us count.", "Here they are.", "One after the other."],
    },
    before: Structure {
        hooks: [
            "Before: still looking. After: {}.",
            "Then and now. Now it is this: {}.",
            "Yesterday you did not know it yet: {}.",
        ],
        bridges: [
            "Before, there was something missing.",
            "Think of how it was until today.",
            "And then this came along.",
        ],
    },
    offer: Structure {
        hooks: ["This one is for you: {}.", "Look what we have here: {}.", "If you like this, stay: {}."],
        bridges: [
            "Here is what we can tell you about it.",
            "Let us show it to you.",
            "This is what it is about.",
        ],
    },
    ordinals: ["First: {}", "Second: {}", "Third: {}"],
    things: ["look at it closely.", "think of where you would put it.", "tell us what you think of it."],
    shown: "What you see here: {}.",
    fillers: [
        "Take a second look.",
        "Look at how it is made.",
        "Look at it from all sides.",
        "Imagine it with you.",
        "Do you know somebody who would like it?",
        "Send it to somebody who should see it.",
    ],
    calls: [
        "Write to us if you would like to know more.",
        "Tell us in a comment what you think.",
        "Do you like it? Write to us.",
        "Save this video and come back to it.",
    ],
};

const ROMANIAN: Phrases = Phrases {
    problem: Structure {
        hooks: [
            "Încă mai cauți? Atunci uită-te la asta: {}.",
            "Cauți, dai mai departe, nimic nu se potrivește. Și acum asta: {}.",
            "Asta îți lipsea? {}.",
        ],
        bridges: [
            "Știm cât de lungă poate fi o căutare.",
            "Oprește-te o clipă și privește.",
            "Iată răspunsul nostru.",
        ],
    },
    list: Structure {
        hooks: [
            "Trei lucruri de știut despre asta: {}.",
            "Înainte să dai mai departe, trei lucruri. E vorba despre asta: {}.",
            "De ce să rămâi? Trei motive: {}.",
        ],
        bridges: ["Hai să numărăm.", "Iată-le.", "Pe rând."],
    },
    before: Structure {
        hooks: [
            "Înainte: încă mai căutai. După: {}.",
            "Atunci și acum. Acum e asta: {}.",
            "Ieri încă nu știai de asta: {}.",
        ],
        bridges: ["Înainte, ceva lipsea.", "Gândește-te cum era până azi.", "Și apoi a apărut asta."],
    },
    offer: Structure {
        hooks: ["Asta e pentru tine: {}.", "Uite ce avem aici: {}.", "Dacă îți place, rămâi: {}."],
        bridges: ["Iată ce îți putem spune.", "Hai să ți-o arătăm mai de aproape.", "Despre asta e vorba."],
    },
    ordinals: ["În primul rând: {}", "În al doilea rând: {}", "În al treilea rând: {}"],
    things: ["privește de aproape.", "gândește-te unde s-ar potrivi la tine.", "spune-ne ce părere ai."],
    shown: "Ce vezi aici: {}.",
    fillers: [
        "Mai privește o dată.",
        "Uită-te cum e făcut totul.",
        "Privește din toate părțile.",
        "Imaginează-ți cum ar fi la tine.",
        "Știi pe cineva căruia i-ar plăcea?",
        "Trimite cuiva care ar trebui să vadă asta.",
    ],
    calls: [
        "Scrie-ne dacă vrei să afli mai multe.",
        "Spune-ne într-un comentariu ce părere ai.",
        "Îți place? Scrie-ne.",
        "Salvează clipul și revino la el.",
    ],
};
