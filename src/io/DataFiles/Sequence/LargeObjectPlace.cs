using System.Globalization;
using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Sequence;

/// <summary>Where a large object lies that is not in its record. Its text is <c>externalLob(lf,file,offset,length)</c>.</summary>
internal sealed record LargeObjectPlace(string File, long Offset, long Length)
{
    private const string Kind = "lf";
    private const string Start = $"externalLob({Kind},";

    /// <summary>Reads the text; null: it is none.</summary>
    public static LargeObjectPlace? Parse(string text)
    {
        if (!text.StartsWith(Start, StringComparison.Ordinal) || !text.EndsWith(')'))
            return null;
        var parts = text[Start.Length..^1].Split(',');
        return parts.Length >= 3 && TryNumber(parts[^2], out var offset) && TryNumber(parts[^1], out var length)
            ? new(string.Join(',', parts[..^2]), offset, length)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start}{File},{Offset},{Length})");

    public void Write(BlockBuffer output)
    {
        SequenceFormat.WriteText(output, Kind);
        SequenceFormat.WriteText(output, File);
        SequenceFormat.WriteInt64(output, Offset);
        SequenceFormat.WriteInt64(output, Length);
    }

    public static LargeObjectPlace Read(HadoopCursor input)
    {
        if (!input.TakeText().SequenceEqual("lf"u8))
            throw new InvalidDataException("A large object lies in a kind of file that is not known.");
        return new(System.Text.Encoding.UTF8.GetString(input.TakeText()), input.TakeInt64(), input.TakeInt64());
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
