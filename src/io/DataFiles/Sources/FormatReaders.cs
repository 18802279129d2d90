using Levada.DataFiles.Avro;
using Levada.DataFiles.Parquet;
using Levada.DataFiles.Sequence;
using Levada.DataFiles.Targets;
using Levada.DataFiles.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Sources;

/// <summary>The readers of the layouts that this build has.</summary>
/// <param name="options">Delimiters and null strings of text, the time zone of what is stored as instants.</param>
/// <param name="warn">Takes lines for the log.</param>
internal sealed class FormatReaders(TransferOptions options, Action<string> warn) : IFormatReaders
{
    private const int BufferBytes = 64 << 10;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    public RowSchema? ReadSchema(FileLayout layout, string path)
    {
        using var stream = OpenFile(path);
        return layout switch
        {
            FileLayout.Avro => AvroFile.ReadSchema(stream, path),
            FileLayout.Parquet => ParquetFile.ReadSchema(stream, path),
            FileLayout.Sequence => SequenceFile.ReadSchema(stream, path),
            _ => null,
        };
    }

    public IRowReader Open(FileLayout layout, SourceFile file, FileRange range, RowSchema wanted)
    {
        var stream = OpenFile(file.Path);
        try
        {
            return layout switch
            {
                FileLayout.Avro => AvroFile.Open(stream, file.Path, wanted, _zone),
                FileLayout.Parquet => ParquetFile.Open(stream, file.Path, wanted, _zone),
                FileLayout.Sequence => SequenceFile.Open(stream, file.Path, wanted, _zone),
                _ => OpenText(stream, file, range, wanted),
            };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private DelimitedReader OpenText(FileStream stream, SourceFile file, FileRange range, RowSchema wanted) => file.Codec is { } codec
        ? new DelimitedReader(new DecodedFile(codec.Decompress(stream), stream), file.Path, wanted, options.Text) { Warn = warn }
        : new DelimitedReader(stream, file.Path, wanted, options.Text, range.Start, range.Length) { Warn = warn };

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, FileOptions.SequentialScan);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"read {path}", e);
        }
    }
}
