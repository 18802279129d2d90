using System.IO.Compression;
using System.Text;
using Levada.Transfer;
using Levada.Transfer.Codegen;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.Sqoop.Codegen;

/// <summary>Writes what describes the records of a table: a Java source, and a jar with it and a <c>columns.json</c>.</summary>
internal sealed class CodeFiles(TransferOptions options, RowSchema schema)
{
    private readonly string _className = RecordNames.OfClass(options);

    /// <summary>Writes both files; directories that are missing are made.</summary>
    /// <returns>Their paths.</returns>
    /// <exception cref="TransferException">They cannot be written, or the class cannot be.</exception>
    public (string Source, string Jar) Write(CompileFolder jarFolder)
    {
        var source = JavaClass.Source(_className, schema, options);
        var sourceName = _className.Replace('.', '/') + ".java";
        var sourcePath = Path.Combine(options.Code.OutDir, sourceName);
        var jarPath = Path.Combine(jarFolder.Path, (options.Code.ClassName ?? RecordNames.Simple(_className)) + ".jar");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(sourcePath))!);
            File.WriteAllText(sourcePath, source, new UTF8Encoding(false));
            jarFolder.Create();
            WriteJar(jarPath, sourceName, source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"Encountered IOException running codegen job: {e.Message}", e);
        }

        return (sourcePath, jarPath);
    }

    private void WriteJar(string path, string sourceName, string source)
    {
        using var file = File.Create(path);
        using var jar = new ZipArchive(file, ZipArchiveMode.Create);
        Add(jar, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n"u8);
        Add(jar, ColumnsJson.FileName, ColumnsJson.Write(_className, schema, options.Text));
        Add(jar, sourceName, Encoding.UTF8.GetBytes(source));
    }

    private static void Add(ZipArchive jar, string name, ReadOnlySpan<byte> content)
    {
        using var entry = jar.CreateEntry(name).Open();
        entry.Write(content);
    }
}
