//! The window in which the program runs. On Windows a double click gives the program a console of its own, which closes with it:
//! who looks at it must be asked, not told to type a command, and nothing can be read after the end.

/// Whether the program was opened by a double click. Windows lists the processes that share the console: started from a prompt,
/// the prompt is one of them; started by a double click, the program is alone. Elsewhere a double click opens no console.
#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows is asked through its own function, which has no safe form")]
pub(super) fn own() -> bool {
    // Room for two is enough: what is asked is whether there is another.
    let mut processes = [0_u32; 2];
    // SAFETY: the pointer and the length are those of the array, which the function fills at most.
    let count = unsafe { windows_sys::Win32::System::Console::GetConsoleProcessList(processes.as_mut_ptr(), 2) };
    count == 1
}

/// Only Windows opens a console by a double click.
#[cfg(not(windows))]
pub(super) fn own() -> bool {
    false
}
