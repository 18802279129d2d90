using System.Runtime.InteropServices;

namespace Levada.Load;

/// <summary>Takes memory from the host before a run, so that page-cache pages cost every run the same (docs/performance.md).</summary>
internal static unsafe class Memory
{
    private const int PageBytes = 4096;

    public static void Touch(double gigabytes)
    {
        var byteCount = (nuint)(gigabytes * 1e9);
        if (byteCount == 0) return;
        var memory = (byte*)NativeMemory.Alloc(byteCount);
        for (nuint i = 0; i < byteCount; i += PageBytes) memory[i] = 1;
        NativeMemory.Free(memory);
    }
}
