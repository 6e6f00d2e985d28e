using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Host;

/// <summary>Machine code in memory of its own, which is writable until the code is in it and executable afterwards, never both. It lives as long as the process.</summary>
static unsafe partial class ExecutableMemory
{
    const int Read = 1, Write = 2, Execute = 4, PrivateAnonymous = 0x22;

    /// <summary>The address of the code.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux, or refuses memory that is executable.</exception>
    public static nint Load(ReadOnlySpan<byte> code)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("Code is assembled at run time on Linux only.");
        var length = (nuint)code.Length;
        var memory = Map(0, length, Read | Write, PrivateAnonymous, -1, 0);
        if (memory == -1) throw new PlatformNotSupportedException($"The system gives no memory for {code.Length} bytes of code (error {Marshal.GetLastPInvokeError()}).");
        code.CopyTo(new Span<byte>((void*)memory, code.Length));
        if (Protect(memory, length, Read | Execute) == 0) return memory;
        var error = Marshal.GetLastPInvokeError();
        Unmap(memory, length);
        throw new PlatformNotSupportedException($"The system refuses executable memory (error {error}).");
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
