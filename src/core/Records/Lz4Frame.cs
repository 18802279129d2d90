namespace Levada.Records;

/// <summary>The constants of the LZ4 frame format.</summary>
/// <remarks>Source: LZ4 Frame Format Description 1.6.</remarks>
internal static class Lz4Frame
{
    public const uint Magic = 0x184D2204;

    /// <summary>The last four bits of a skippable frame's magic are free.</summary>
    public const uint SkippableMagic = 0x184D2A50;

    public const uint SkippableMagicMask = 0xFFFFFFF0;

    public const int VersionMask = 0xC0;
    public const int Version = 0x40;
    public const int BlockIndependent = 0x20;
    public const int BlockChecksum = 0x10;
    public const int ContentSize = 0x08;
    public const int ContentChecksum = 0x04;
    public const int ReservedFlag = 0x02;
    public const int DictionaryId = 0x01;

    /// <summary>Set in a block's size where the block is stored as it is.</summary>
    public const uint StoredBlock = 0x80000000;

    public const int BlockSize64KiB = 4;
    public const int BlockSize4MiB = 7;

    /// <summary>How far back a block may refer to what came before it.</summary>
    public const int HistoryByteCount = 64 * 1024;

    /// <summary>Bytes of a block by the size number of the frame header.</summary>
    public static int BlockByteCountMax(int sizeNumber) => 1 << (8 + (2 * sizeNumber));
}
