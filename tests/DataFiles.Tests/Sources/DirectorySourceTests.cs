using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Levada.DataFiles.Codecs;
using Levada.DataFiles.Sources;
using Levada.DataFiles.Targets;
using Levada.DataFiles.Tests.Targets;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Sources;

public sealed class DirectorySourceTests : IDisposable
{
    private static readonly RowSchema s_schema = new(
    [
        new Column("id", SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        new Column("name", SqlType.VarChar, ColumnKind.Text, JavaType.String),
    ]);

    private readonly TemporaryDirectory _directory = new();

    private static TransferOptions Options { get; } = new(ToolName.Export);

    public static TheoryData<FileLayout, string?> Stored
    {
        get
        {
            var stored = new TheoryData<FileLayout, string?>();
            foreach (var codec in CompressionCodec.All)
                stored.Add(FileLayout.Text, codec.Name);
            foreach (var layout in new[] { FileLayout.Text, FileLayout.Avro, FileLayout.Parquet })
                stored.Add(layout, null);
            stored.Add(FileLayout.Avro, "snappy");
            stored.Add(FileLayout.Parquet, "snappy");
            return stored;
        }
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Stored))]
    public void What_a_target_wrote_is_read_back(FileLayout layout, string? codec)
    {
        var options = new TransferOptions(ToolName.Import) { Layout = layout, CompressionCodec = codec };
        using (var target = ImportTargets.Open(new TargetRequest(_directory["emp"], s_schema, options, TargetMode.Create, "emp")))
        {
            for (var part = 0; part < 3; part++)
            {
                using var writer = target.OpenPart(part, default);
                writer.Write(Rows(part * 100, 100), default);
                writer.Complete(default);
            }

            target.Commit(null, default);
        }

        var source = ExportSources.Open(_directory["emp"], Options, Fail);
        Assert.Equal(layout, source.Layout);
        Assert.Equal(layout == FileLayout.Text ? null : ["id", "name"], source.FileSchema?.Columns.Select(column => column.Name));
        Assert.Equal(3, source.Slice(4).Length);
        Assert.Equal(Expected(300), ReadAll(source, 2));
    }

    [Fact]
    public void However_many_tasks_read_a_text_each_record_is_read_once() =>
        Gen.Select(Gen.Int[0, 40_000], Gen.Int[1, 9], Gen.Bool).Sample(
            (rowCount, sliceCount, isLastEnded) =>
            {
                var text = Text(rowCount);
                var name = Guid.NewGuid().ToString("N");
                File.WriteAllText(_directory[name], isLastEnded || text.Length == 0 ? text : text[..^1]);
                Assert.Equal(Expected(rowCount), ReadAll(ExportSources.Open(_directory[name], Options, Fail), sliceCount));
            },
            iter: 20);

    [Fact]
    public void Text_with_an_escape_character_is_not_cut()
    {
        File.WriteAllText(_directory["a"], Text(40_000));
        var escaped = Options with { Text = new TextOptions { Input = DelimiterSet.MySql } };
        Assert.Equal(8, ExportSources.Open(_directory["a"], Options, Fail).Slice(8).Length);
        Assert.Single(ExportSources.Open(_directory["a"], escaped, Fail).Slice(8));
    }

    [Fact]
    public void Hidden_files_are_not_data_and_empty_ones_hold_none()
    {
        foreach (var name in new[] { "_SUCCESS", ".part-m-00000.crc", "_logs" })
            File.WriteAllText(_directory[name], "not data");
        Directory.CreateDirectory(_directory["_lob"]);
        File.WriteAllText(_directory["part-m-00000"], "");
        Assert.Empty(ExportSources.Open(_directory.Path, Options, Fail).Slice(4));
        File.WriteAllText(_directory["part-m-00001"], Text(2));
        Assert.Equal(Expected(2), ReadAll(ExportSources.Open(_directory.Path, Options, Fail), 4));
    }

    [Fact]
    public void A_directory_may_be_empty() => Assert.Empty(ExportSources.Open(_directory.Path, Options, Fail).Slice(4));

    [Fact]
    public void A_file_and_a_pattern_are_data_sets_too()
    {
        Directory.CreateDirectory(_directory["2023"]);
        Directory.CreateDirectory(_directory["2024"]);
        File.WriteAllText(_directory["2023/part"], "0,name0\n");
        File.WriteAllText(_directory["2024/part"], "1,name1\n");
        File.WriteAllText(_directory["we[ir]d"], "0,name0\n");
        Assert.Equal(Expected(1), ReadAll(ExportSources.Open(_directory["2023/part"], Options, Fail), 2));
        Assert.Equal(Expected(2), ReadAll(ExportSources.Open("file://" + _directory["20*"], Options, Fail), 2));
        Assert.Equal(Expected(1), ReadAll(ExportSources.Open(_directory["we[ir]d"], Options, Fail), 2));
    }

    [Theory]
    [InlineData("missing", "Input path does not exist: ")]
    [InlineData("missing*", "matches 0 files")]
    public void What_does_not_exist_is_told(string name, string words) =>
        Assert.Contains(words, Assert.Throws<TransferException>(() => ExportSources.Open(_directory[name], Options, Fail)).Message);

    [Fact]
    public void Directories_inside_are_refused_unless_asked_for()
    {
        Directory.CreateDirectory(_directory["sub/deep"]);
        File.WriteAllText(_directory["sub/deep/part"], Text(2));
        var failure = Assert.Throws<TransferException>(() => ExportSources.Open(_directory.Path, Options, Fail));
        Assert.Contains($"{_directory["sub"]} is a directory", failure.Message);
        var recursive = Options with
        {
            Properties = ImmutableSortedDictionary<string, string>.Empty.Add("mapreduce.input.fileinputformat.input.dir.recursive", "true"),
        };
        Assert.Equal(Expected(2), ReadAll(ExportSources.Open(_directory.Path, recursive, Fail), 2));
    }

    [Fact]
    public void Files_of_several_layouts_are_refused()
    {
        File.WriteAllBytes(_directory["a"], [.. "Obj\u0001"u8, 0]);
        File.WriteAllText(_directory["b"], "1,a\n");
        var failure = Assert.Throws<TransferException>(() => ExportSources.Open(_directory.Path, Options, Fail));
        Assert.Contains("mixes layouts", failure.Message);
        Assert.Contains(_directory["b"], failure.Message);
    }

    [Theory]
    [InlineData("SEQ\u0006...", FileLayout.Sequence)]
    [InlineData("SEQUENCE,1\n", FileLayout.Text)]
    [InlineData("Obj\u0001...", FileLayout.Avro)]
    [InlineData("Obj1,2\n", FileLayout.Text)]
    [InlineData("PAR1........PAR1", FileLayout.Parquet)]
    [InlineData("PAR1,PAR2\n", FileLayout.Text)]
    [InlineData("PAR1", FileLayout.Text)]
    [InlineData("x", FileLayout.Text)]
    [InlineData("", FileLayout.Text)]
    public void The_first_bytes_tell_a_files_layout(string content, FileLayout layout) =>
        Assert.Equal(layout, FileKinds.Of(new MemoryStream(Encoding.Latin1.GetBytes(content))));

    [Fact]
    public void A_data_set_is_never_read_while_half_of_a_commit_is_in_it()
    {
        var staging = Directory.CreateDirectory(_directory[".emp.0123456789abcdef/data"]).Parent!.FullName;
        Directory.CreateDirectory(_directory["emp"]);
        File.WriteAllText(_directory["emp/part-m-00000"], "0,name0\n");
        File.WriteAllText(Path.Join(staging, "data", "part-m-00000"), "1,name1\n");
        var journal = new CommitJournal(CommitJournal.CurrentVersion, CommitKind.Append, null, [new CommitMove("part-m-00000", "part-m-00001")], "last value");
        File.WriteAllBytes(Path.Join(staging, "journal"), journal.ToBytes());

        Assert.Equal(Expected(2), ReadAll(ExportSources.Open(_directory["emp"], Options, Fail), 2));
        var told = new List<string>();
        ImportTargets.RollForward(_directory["emp"], told.Add);
        Assert.Equal(["last value"], told);
    }

    [Fact]
    public void A_damaged_file_is_told_by_name()
    {
        var file = CodecBytes("gzip", Text(1000));
        File.WriteAllBytes(_directory["part-m-00000.gz"], file[..^9]);
        var failure = Assert.Throws<TransferException>(() => ReadAll(ExportSources.Open(_directory.Path, Options, Fail), 1));
        Assert.Contains("part-m-00000.gz", failure.Message);
    }

    [Fact]
    public void Compressed_and_plain_text_may_lie_side_by_side()
    {
        File.WriteAllBytes(_directory["part-m-00000.bz2"], CodecBytes("bzip2", "0,name0\n"));
        File.WriteAllText(_directory["part-m-00001"], "1,name1\n");
        File.WriteAllBytes(_directory["part-m-00002.snappy"], CodecBytes("snappy", "2,name2\n"));
        Assert.Equal(Expected(3), ReadAll(ExportSources.Open(_directory.Path, Options, Fail), 2));
    }

    [Fact]
    public void A_location_of_another_file_system_is_refused() =>
        Assert.Contains("not offered yet", Assert.Throws<TransferException>(() => ExportSources.Open("hdfs://nn/emp", Options, Fail)).Message);

    private static void Fail(string warning) => Assert.Fail(warning);

    private static byte[] CodecBytes(string codec, string text)
    {
        var output = new MemoryStream();
        using var members = CompressionCodec.Find(codec)!.Compress(output);
        members.Write(Encoding.UTF8.GetBytes(text));
        members.Finish();
        return output.ToArray();
    }

    private static string Text(int rowCount) => string.Concat(Enumerable.Range(0, rowCount).Select(row => $"{row},name{row}\n"));

    private static IEnumerable<string> Expected(int rowCount) => Enumerable.Range(0, rowCount).Select(row => $"{row} name{row}");

    private static RowBatch Rows(int first, int count)
    {
        var batch = new RowBatch(s_schema);
        for (var row = first; row < first + count; row++)
        {
            batch.Columns[0].AppendInt32(row);
            batch.Columns[1].AppendText($"name{row}");
        }

        return batch;
    }

    /// <summary>All rows of all slices, in the order of their ids.</summary>
    private static List<string> ReadAll(IExportSource source, int sliceCountMax)
    {
        var rows = new List<(int Id, string Name)>();
        foreach (var slice in source.Slice(sliceCountMax))
        {
            using var reader = source.Open(slice, s_schema, default);
            var batch = new RowBatch(s_schema);
            while (reader.Read(batch, default))
                for (var row = 0; row < batch.RowCount; row++)
                    rows.Add((batch.Columns[0].Values<int>()[row], Encoding.UTF8.GetString(batch.Columns[1].GetBytes(row))));
        }

        return rows.OrderBy(row => row.Id).Select(row => $"{row.Id} {row.Name}").ToList();
    }
}
