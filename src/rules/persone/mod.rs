pub mod alias_doppio;
pub mod nome_unita;
pub mod persona_due_grafie;
pub mod titolare_mancante;
