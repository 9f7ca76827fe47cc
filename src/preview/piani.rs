//! The plan that is shown, and those beside it in its workspace. The browser knows each file by the name that messages give it, which is
//! from the folder of the workspace: here it is known whose it is.

use crate::project::{Ask, Plan, Workspace};
use crate::source::File;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// The plan that is shown, among those of its workspace.
pub(super) struct Piani {
    pub(super) plan: Plan,
    /// The workspace that lists it, and its place there. None for a plan that stands alone.
    among: Option<(Workspace, usize)>,
    /// What the plans of the workspace are called.
    nomi: Vec<String>,
}

/// A plan that is made again at each letter.
fn shown(mut plan: Plan) -> Plan {
    plan.ask(Ask { impronta_dopo: true, ..Ask::default() });
    plan
}

impl Piani {
    pub(super) fn new(plan: Plan, among: Option<(Workspace, usize)>) -> Self {
        let nomi = among.as_ref().map(|(workspace, _)| workspace.enti()).unwrap_or_default();
        Piani { plan: shown(plan), among, nomi }
    }

    /// The folder in which changes are looked for.
    pub(super) fn looked_at(&self) -> PathBuf {
        self.plan.workspace().unwrap_or(self.plan.root()).to_owned()
    }

    /// The path, in the plan that is shown, of the file of that name. None for a file of another plan.
    pub(super) fn own<'n>(&self, name: &'n str) -> Option<&'n str> {
        match &self.among {
            None => Some(name),
            Some((workspace, qui)) => workspace.whose(name).filter(|(n, _)| n == qui).map(|(_, path)| path),
        }
    }

    /// The file of that name as the disk has it now. None for what no plan is made of.
    pub(super) fn on_disk(&self, name: &str) -> Option<Arc<File>> {
        match &self.among {
            None => self.plan.on_disk(name),
            Some((workspace, _)) => workspace.on_disk(name),
        }
    }

    /// The plan of a file, where it is not the one that is shown.
    pub(super) fn other(&self, name: &str) -> Option<Value> {
        let (workspace, qui) = self.among.as_ref()?;
        let (n, _) = workspace.whose(name).filter(|(n, _)| n != qui)?;
        Some(json!({ "n": n, "nome": self.nomi.get(n) }))
    }

    /// Shows another plan of the workspace. False when there is none at that place of its list, or when it is shown already.
    pub(super) fn choose(&mut self, n: usize) -> bool {
        let Some((workspace, qui)) =
            self.among.as_mut().filter(|(workspace, qui)| n != *qui && n < workspace.nomi().count())
        else {
            return false;
        };
        self.plan = shown(workspace.plan(n));
        *qui = n;
        true
    }

    /// What the plans of the workspace are called, and which of them is shown. Null for a plan that stands alone.
    pub(super) fn told(&self) -> Value {
        self.among.as_ref().map(|(_, qui)| json!({ "nomi": self.nomi, "qui": qui })).unwrap_or_default()
    }
}
