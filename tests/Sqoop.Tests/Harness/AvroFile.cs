using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>An Avro container file as other programs see it: its header by the format's specification, its records by <c>avrocat</c>.</summary>
internal sealed class AvroFile
{
    private readonly string _path;
    private readonly Dictionary<string, byte[]> _header = [];

    public AvroFile(string path)
    {
        _path = path;
        using var reader = new BinaryReader(File.OpenRead(path));
        Assert.Equal("Obj\u0001"u8.ToArray(), reader.ReadBytes(4));
        for (var count = ReadLong(reader); count != 0; count = ReadLong(reader))
        {
            // A negative count is followed by the block's size.
            if (count < 0) _ = ReadLong(reader);
            for (var i = 0; i < Math.Abs(count); i++)
            {
                var key = Encoding.UTF8.GetString(ReadBytes(reader));
                _header[key] = ReadBytes(reader);
            }
        }
    }

    public string Codec => _header.TryGetValue("avro.codec", out var codec) ? Encoding.UTF8.GetString(codec) : "null";

    public string SchemaText => Encoding.UTF8.GetString(_header["avro.schema"]);

    public string RecordName => Schema().GetProperty("name").GetString()!;

    /// <summary>Each field as <c>name:type</c>, where the type stands second in a union with null.</summary>
    public IReadOnlyList<string> Fields => [.. Schema().GetProperty("fields").EnumerateArray().Select(Describe)];

    public JsonElement Schema() => JsonDocument.Parse(SchemaText).RootElement;

    /// <summary>The records, as JSON in Avro's own encoding. Skips the test where there is no <c>avrocat</c>.</summary>
    public IReadOnlyList<JsonElement> Records()
    {
        var program = new[] { "/usr/bin/avrocat", "/usr/local/bin/avrocat" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "avrocat is not installed (Debian: avro-bin).");
        using var process = Process.Start(new ProcessStartInfo(program!, [_path]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Describe(JsonElement field)
    {
        Assert.Equal("null", field.GetProperty("type")[0].GetString());
        return $"{field.GetProperty("name").GetString()}:{field.GetProperty("type")[1].GetString()}";
    }

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes((int)ReadLong(reader));

    private static long ReadLong(BinaryReader reader)
    {
        var bits = (ulong)reader.Read7BitEncodedInt64();
        return (long)(bits >> 1) ^ -(long)(bits & 1);
    }
}
