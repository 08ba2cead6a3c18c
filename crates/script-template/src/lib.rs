//! [`TemplateWriter`]: a [`domain::ScriptWriter`] without a model, a key or a cost.
//!
//! It puts what the person told into four structures, in English and Romanian. Whatever it adds says nothing about the
//! product: its own phrases ask, point and invite, and each fact is a sentence of the idea, of the store's context or a
//! keyword of the footage, word for word.

mod compose;
mod material;
mod phrases;
mod writer;

pub use writer::TemplateWriter;
