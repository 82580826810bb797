use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{Facts, PolicyError};

/// Who asks, for which action, on which kind. Whose one record it is counts for nothing: what is remembered is the same
/// for every record of the account.
pub(crate) type Question = (Facts, String, &'static str);

/// How many answers are remembered before all are forgotten.
const REMEMBERED: usize = 10_000;

/// What was answered before.
pub(crate) struct Memory<T>(Mutex<HashMap<Question, Arc<T>>>);

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Memory<T> {
    /// The answer to a question; found if nobody asked it before.
    pub fn recall(
        &self,
        question: Question,
        find: impl FnOnce(&Question) -> Result<T, PolicyError>,
    ) -> Result<Arc<T>, PolicyError> {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&question) {
            return Ok(Arc::clone(known));
        }
        let answer = Arc::new(find(&question)?);
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= REMEMBERED {
            answers.clear();
        }
        answers.insert(question, Arc::clone(&answer));
        Ok(answer)
    }
}

/// The question of somebody with these facts.
pub(crate) fn question(facts: &Facts, action: &str, kind: &'static str) -> Question {
    (Facts { only: None, ..facts.clone() }, action.to_owned(), kind)
}
