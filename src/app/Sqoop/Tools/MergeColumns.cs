using System.IO.Compression;
using Levada.Transfer;
using Levada.Transfer.Codegen;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.Sqoop.Tools;

/// <summary>What the fields of a data set of text are: as the user lists them, or as codegen wrote them down, here or in Sqoop.</summary>
internal static class MergeColumns
{
    private const int FileBytesMax = 64 << 20;

    /// <exception cref="TransferException">Nobody says what the columns are.</exception>
    public static ColumnsFile Find(TransferOptions options)
    {
        if (!options.Columns.IsEmpty)
            return new ColumnsFile("", new RowSchema([.. options.Columns.Select(TextColumn)]), options.Text);
        var name = RecordNames.Simple(options.Code.ClassName ?? "");
        foreach (var path in new[] { options.Code.JarFile, $"{name}.jar", $"{name}.java" })
        {
            if (path is not null && File.Exists(path) && Read(path, options.Code.ClassName!) is { } found)
                return found;
        }

        throw new TransferException(
            $"The columns of the text are not known: neither {options.Code.JarFile ?? "--jar-file"} nor {name}.jar or {name}.java here tells them. "
            + "Name them with --columns a,b,c in the order of the fields.");
    }

    private static Column TextColumn(string name) => new(name, SqlType.VarChar, ColumnKind.Text, JavaType.String);

    private static ColumnsFile? Read(string path, string className)
    {
        if (path.EndsWith(".java", StringComparison.Ordinal))
            return JavaSource.Read(File.ReadAllText(path));
        using var jar = Open(path);
        if (jar.GetEntry(ColumnsJson.FileName) is { } columns)
            return ColumnsJson.Read(Bytes(columns));
        return jar.GetEntry($"{className.Replace('.', '/')}.class") is { } compiled ? JavaClassFile.Read(Bytes(compiled)) : null;
    }

    private static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException e)
        {
            throw new TransferException($"{path} is no jar file: {e.Message}", e);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        if (entry.Length > FileBytesMax)
            throw new TransferException($"{entry.FullName} is too large to describe the columns of a table.");
        using var content = entry.Open();
        var bytes = new byte[entry.Length];
        content.ReadExactly(bytes);
        return bytes;
    }
}
