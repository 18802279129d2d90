using Levada.Transfer.Options;

namespace Levada.Sqoop.Codegen;

/// <summary>Where jars go: <c>--bindir</c>, else a folder for this user and run.</summary>
internal sealed class CompileFolder(CodeOptions options) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Path { get; } = options.BinDir
        ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sqoop-{Environment.UserName}", "compile", Guid.NewGuid().ToString("N"));

    /// <summary>Makes the folder where it is missing; one of our own choice lies where others write too.</summary>
    public void Create()
    {
        if (options.BinDir is not null || OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, OwnerOnly);
    }

    /// <summary>Removes the folder when <c>--delete-compile-dir</c> asks for it.</summary>
    public void Dispose()
    {
        if (options.IsCompileDirDeleted && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
