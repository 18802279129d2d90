using Levada.DataFiles.Codecs;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>How a run's part files are called and compressed.</summary>
/// <param name="BaseName">What names begin with.</param>
/// <param name="Letter">The kind of task.</param>
/// <param name="Extension">What names end in.</param>
/// <param name="Codec">How a file is compressed as a whole; null: it is not, or its format compresses inside.</param>
internal sealed record PartFormat(string BaseName, char Letter, string Extension, CompressionCodec? Codec)
{
    private const string BaseNameProperty = "mapreduce.output.basename";

    /// <exception cref="TransferException">The codec is not offered, or the base name is none for visible files.</exception>
    public static PartFormat Of(TargetRequest request)
    {
        var options = request.Options;
        var name = LayoutNames.Codec(options);
        var codec = name is not null && options.Layout == FileLayout.Text ? CompressionCodec.Find(name) : null;
        return new PartFormat(BaseNameOf(options), request.PartLetter, LayoutNames.Extension(options.Layout, name), codec);
    }

    public string NameOf(int part) => PartNames.Of(BaseName, Letter, part, Extension);

    private static string BaseNameOf(TransferOptions options)
    {
        var name = options.Properties.GetValueOrDefault(BaseNameProperty, "part");
        return name.Length > 0 && name[0] is not ('_' or '.') && !name.AsSpan().ContainsAny('/', '\\', '\0')
            ? name
            : throw new TransferException(
                $"{BaseNameProperty}={name} cannot be what file names begin with: '_' and '.' hide a file, and '/' is for directories.");
    }
}
