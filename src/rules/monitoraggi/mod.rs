pub mod monitoraggio_2_3;
pub mod monitoraggio_completo;
pub mod monitoraggio_nel_tempo;
pub mod relazione;
pub mod sezioni_del_monitoraggio;
pub mod soddisfazione_utenti;
