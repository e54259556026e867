//! What goes with the facts, from `policies/questions.toml`: the question that asks for a fact, the paper that proves it,
//! and the few sentences the judge itself says.

use crate::eligibility::facts::Fact;
use crate::eligibility::{Fault, Text, line_at};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Questions by fact, and standing sentences.
#[derive(Debug, Clone, Default)]
pub struct Words {
    questions: BTreeMap<Fact, Question>,
    sentences: Sentences,
}

/// How a fact is asked for and proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub ask: Text,
    /// What to bring to the office; none where nothing needs proof.
    pub bring: Option<Text>,
}

/// Sentences that belong to no pack. `{place}` and `{day}` are filled in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentences {
    pub job_in_place: Text,
    pub in_force: Text,
    pub in_force_until: Text,
    pub in_force_unseen: Text,
    pub exploratory: Text,
}

/// The bare holes: what packs are read with when the sentences themselves are at fault, so that the packs' own faults are
/// heard in the same breath.
impl Default for Sentences {
    fn default() -> Self {
        let bare = |zh: &str, en: &str| Text { zh: zh.to_owned(), en: en.to_owned() };
        Self {
            job_in_place: bare("{place}", "{place}"),
            in_force: bare("{day}", "{day}"),
            in_force_until: bare("{day}", "{day}"),
            in_force_unseen: bare("?", "?"),
            exploratory: bare("?", "?"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsForm {
    sentence: Sentences,
    fact: BTreeMap<String, Spanned<QuestionForm>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionForm {
    ask: Text,
    bring: Option<Text>,
}

impl Words {
    /// The question for a fact; every askable fact has one.
    pub fn question(&self, fact: Fact) -> Option<&Question> {
        self.questions.get(&fact)
    }

    pub fn sentences(&self) -> &Sentences {
        &self.sentences
    }

    pub(super) fn read(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let fault = |line: Option<usize>, what: String| Fault { file: file.to_owned(), line, what };
        let form: WordsForm = toml::from_str(text)
            .map_err(|error| vec![fault(error.span().map(|span| line_at(text, span.start)), error.message().to_owned())])?;
        let mut faults = Vec::new();
        let mut questions = BTreeMap::new();
        for (path, written) in form.fact {
            let line = Some(line_at(text, written.span().start));
            let QuestionForm { ask, bring } = written.into_inner();
            let blank = |text: &Text| text.zh.trim().is_empty() || text.en.trim().is_empty();
            if blank(&ask) || bring.as_ref().is_some_and(blank) {
                faults.push(fault(line, format!("the words for “{path}” are empty in one language")));
            }
            match Fact::from_path(&path) {
                Some(fact) if fact.askable() => drop(questions.insert(fact, Question { ask, bring })),
                _ => faults.push(fault(line, format!("“{path}” is not a fact that can be asked"))),
            }
        }
        for fact in Fact::ALL.iter().filter(|fact| fact.askable() && !questions.contains_key(fact)) {
            faults.push(fault(None, format!("there is no question for the fact “{}”", fact.path())));
        }
        if faults.is_empty() { Ok(Self { questions, sentences: form.sentence }) } else { Err(faults) }
    }
}
