//! The things a plan is made of.
pub mod id;
