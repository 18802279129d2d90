using Levada.Transfer.Options;

namespace Levada.Sqoop.Codegen;

/// <summary>Where jars go: <c>--bindir</c>, else a folder for this user and run.</summary>
internal sealed class CompileFolder(CodeOptions options) : IDisposable
{
    public string Path { get; } = options.BinDir
        ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sqoop-{Environment.UserName}", "compile", Guid.NewGuid().ToString("N"));

    /// <summary>Removes the folder when <c>--delete-compile-dir</c> asks for it.</summary>
    public void Dispose()
    {
        if (options.IsCompileDirDeleted && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
