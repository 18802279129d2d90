using System.Diagnostics;
using System.Text.Json;
using Avro;
using Avro.File;
using Avro.Generic;
using Levada.DataFiles.Avro;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using RecordSchema = Avro.RecordSchema;

namespace Levada.DataFiles.Tests.Avro;

/// <summary>Other implementations read our files, and we read theirs.</summary>
public sealed class ForeignAvroTests
{
    private const string Tool = "avrocat";

    [Theory]
    [InlineData("none")]
    [InlineData("deflate")]
    public void Apache_Avro_reads_our_files(string codec)
    {
        var batch = SampleRows.Fixed(2000);
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, codec), batch);
        using var reader = DataFileReader<GenericRecord>.OpenReader(new MemoryStream(file));
        Assert.Equal("emp", reader.GetSchema().Name);
        var ids = new List<int>();
        foreach (var record in reader.NextEntries)
        {
            var row = ids.Count;
            ids.Add((int)(record["id"] ?? -1));
            Assert.Equal(batch.Columns[9].IsNull(row) ? null : $"näme {row}", record["name"]);
            Assert.Equal(batch.Columns[4].IsNull(row) ? null : (object)(row / 8d), record["wide"]);
            Assert.Equal(batch.Columns[8].IsNull(row) ? null : (object)(row * 3_671_000L), record["seen"]);
        }
        Assert.Equal(Enumerable.Range(0, 2000), ids);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("deflate")]
    [InlineData("snappy")]
    public void The_C_librarys_tool_reads_our_files(string codec)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(static folder => File.Exists(Path.Join(folder, Tool))), $"{Tool} is not installed");
        var path = Path.Join(Path.GetTempPath(), $"levada-{Guid.NewGuid():N}.avro");
        File.WriteAllBytes(path, AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, codec), SampleRows.Fixed(1500)));
        try
        {
            var (lines, errors) = Run(path);
            Assert.SkipWhen(errors.Contains("codec", StringComparison.OrdinalIgnoreCase), $"{Tool} does not know {codec}");
            Assert.Empty(errors);
            Assert.Equal(1500, lines.Length);
            using var row = JsonDocument.Parse(lines[15]);
            Assert.Equal(15, row.RootElement.GetProperty("id").GetProperty("int").GetInt32());
            Assert.Equal("näme 15", row.RootElement.GetProperty("name").GetProperty("string").GetString());
            Assert.Equal("15.015", row.RootElement.GetProperty("amount").GetProperty("string").GetString());
            Assert.Equal(15 * 3_671_000L, row.RootElement.GetProperty("seen").GetProperty("long").GetInt64());
            Assert.Equal(JsonValueKind.Null, row.RootElement.GetProperty("born").ValueKind);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void We_read_the_files_of_others_with_all_their_types()
    {
        var schema = (RecordSchema)Schema.Parse("""
            {"type":"record","name":"r","namespace":"x.y","fields":[
            {"name":"skipped","type":{"type":"array","items":{"type":"map","values":["null","long",{"type":"record","name":"in","fields":[{"name":"a","type":"string"}]}]}}},
            {"name":"I","type":["int","null"]},
            {"name":"color","type":{"type":"enum","name":"color","symbols":["red","green"]}},
            {"name":"other","type":["null","x.y.color"]},
            {"name":"fixed","type":{"type":"fixed","name":"f4","size":4}},
            {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
            {"name":"day","type":{"type":"int","logicalType":"date"}},
            {"name":"millis","type":{"type":"long","logicalType":"timestamp-millis"}},
            {"name":"wide","type":["null","int","string"]}]}
            """);
        var stream = new MemoryStream();
        using (var writer = DataFileWriter<GenericRecord>.OpenWriter(new GenericDatumWriter<GenericRecord>(schema), stream, Codec.CreateCodec(Codec.Type.Deflate)))
        {
            for (var row = 0; row < 300; row++)
                writer.Append(Record(schema, row));
            writer.Flush();
            var file = stream.ToArray();
            var wanted = AvroFile.ReadSchema(new MemoryStream(file), "f");
            Assert.Equal(["I", "color", "other", "fixed", "amount", "day", "millis"], wanted.Columns.Select(static column => column.Name));
            var rows = AvroRoundTrip.Read(file, wanted, AvroRoundTrip.Berlin);
            Assert.Equal(300, rows.Count);
            Assert.Equal("NULL | red | green | 00 01 02 03 | -1.00 | 2000-01-01 | 2000-01-01 01:00:00.0", rows[0]);
            Assert.Equal("7 | green | NULL | 07 01 02 03 | 6.00 | 2000-01-08 | 2000-01-08 01:00:00.0", rows[7]);
            var wide = new RowSchema([new("wide", SqlType.VarChar, ColumnKind.Text, JavaType.String)]);
            Assert.Throws<Transfer.TransferException>(() => AvroRoundTrip.Read(file, wide));
        }
    }

    private static (string[] Lines, string Errors) Run(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(Tool, path) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return (lines, errors.GetAwaiter().GetResult());
    }

    private static GenericRecord Record(RecordSchema schema, int row)
    {
        var color = (EnumSchema)schema["color"].Schema;
        var inner = new GenericRecord((RecordSchema)((UnionSchema)((MapSchema)((ArraySchema)schema["skipped"].Schema).ItemSchema).ValueSchema)[2]);
        inner.Add("a", "text");
        var record = new GenericRecord(schema);
        record.Add("skipped", new object[] { new Dictionary<string, object> { ["n"] = (long)row, ["r"] = inner }, new Dictionary<string, object>() });
        record.Add("I", row == 0 ? null : row);
        record.Add("color", new GenericEnum(color, row % 2 == 0 ? "red" : "green"));
        record.Add("other", row % 7 == 0 && row > 0 ? null : new GenericEnum(color, "green"));
        record.Add("fixed", new GenericFixed((FixedSchema)schema["fixed"].Schema, [(byte)row, 1, 2, 3]));
        record.Add("amount", new AvroDecimal((row - 1) * 100, 2));
        record.Add("day", new DateTime(2000, 1, 1).AddDays(row));
        record.Add("millis", new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(row));
        record.Add("wide", "x");
        return record;
    }
}
