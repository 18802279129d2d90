using System.IO.Compression;
using Levada.Transfer;
using Levada.Transfer.Codegen;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.Sqoop.Codegen;

/// <summary>Finds out what the fields of delimited text are: from <c>--columns</c>, from a jar of codegen (Sqoop's or ours) or from a source.</summary>
/// <param name="folder">Where jars and sources lie that are not named.</param>
internal sealed class RecordDescription(TransferOptions options, string folder)
{
    private const int EntryBytesMax = 16 << 20;

    /// <exception cref="TransferException">Nothing tells, or what should cannot be read.</exception>
    public ColumnsFile Find()
    {
        if (!options.Columns.IsEmpty) return new(options.Code.ClassName ?? RecordNames.QueryResult, Texts(), options.Text);
        try
        {
            return Described() ?? throw new TransferException(
                $"Nothing tells the columns of the text files: neither {options.Code.JarFile ?? "--jar-file"} nor {ClassName}.jar or {ClassName}.java is there. Name them: --columns a,b,c");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new TransferException($"The description of class {ClassName} cannot be read: {e.Message}. Name the columns instead: --columns a,b,c", e);
        }
    }

    private string ClassName => options.Code.ClassName!;

    private ColumnsFile? Described()
    {
        if (options.Code.JarFile is { } jar && Path.Combine(folder, LocalFile.PathOf(jar)) is var jarPath && File.Exists(jarPath)) return ReadJar(jarPath);
        foreach (var name in new[] { ClassName, RecordNames.Simple(ClassName) })
            if (Path.Combine(folder, name + ".jar") is var path && File.Exists(path)) return ReadJar(path);
        foreach (var name in new[] { ClassName.Replace('.', '/'), RecordNames.Simple(ClassName) })
            if (Path.Combine(folder, name + ".java") is var path && File.Exists(path)) return JavaSource.Read(File.ReadAllText(path));
        return null;
    }

    private ColumnsFile ReadJar(string path)
    {
        using var jar = ZipFile.OpenRead(path);
        if (jar.GetEntry(ColumnsJson.FileName) is { } columns) return ColumnsJson.Read(ReadEntry(columns));
        var classFile = jar.GetEntry(ClassName.Replace('.', '/') + ".class")
            ?? jar.Entries.FirstOrDefault(entry => entry.Name == RecordNames.Simple(ClassName) + ".class")
            ?? throw new TransferException($"{path} holds no class {ClassName}.");
        return JavaClassFile.Read(ReadEntry(classFile));
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        // What the archive says of the length need not be true.
        var buffer = new byte[(int)Math.Clamp(entry.Length, 0, EntryBytesMax)];
        var length = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length == entry.Length ? buffer : throw new InvalidDataException($"{entry.FullName} is damaged or too large");
    }

    private RowSchema Texts() => new([.. options.Columns.Select(static name => new Column(name, SqlType.VarChar, ColumnKind.Text, JavaType.String))]);
}
