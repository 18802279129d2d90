using Levada.Metadata.Image;

namespace Levada.Metadata.Tests;

/// <summary>Compares images by the bytes of their snapshots, which hold everything an image says.</summary>
internal static class ImageBytes
{
    public static string Of(MetadataImage image) =>
        string.Join('\n', MetadataSnapshot.Write(image).Select(record => Convert.ToHexString(MetadataFrame.ToBytes(record))));

    public static MetadataImage Replayed(IEnumerable<IMetadataRecord> records)
    {
        var replay = new MetadataReplay(MetadataImage.Empty);
        replay.Apply([.. records], 0, 0);
        return replay.Image;
    }
}
