using Levada.DataFiles.Codecs;

namespace Levada.DataFiles.Sources;

/// <summary>A file of a data set.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Length">Its bytes on the disk, compressed or not.</param>
/// <param name="Codec">How text in it is compressed; null: it is not.</param>
internal sealed record SourceFile(string Path, long Length, CompressionCodec? Codec);
