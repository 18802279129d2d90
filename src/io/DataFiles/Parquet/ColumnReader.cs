using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;

namespace Levada.DataFiles.Parquet;

/// <summary>Streams one column of a row group, a page at a time. Faults are <see cref="InvalidDataException"/>s.</summary>
internal sealed class ColumnReader(Stream stream, ParquetLeaf leaf, ParquetChunk chunk, LeafAppender appender, RecordPlace place) : IDisposable
{
    private const int HeaderSizeFirst = 4 << 10;
    private const int HeaderSizeMax = 16 << 20;

    private readonly BlockCodec _codec = ParquetFormat.Codec(chunk.Codec);
    private readonly BlockBuffer _packed = new();
    private readonly BlockBuffer _page = new();
    private readonly HybridDecoder _levels = new();
    private readonly long _end = chunk.Offset + chunk.Size;
    private long _position = chunk.Offset;
    private int _left;
    private ValueDecoder? _values;
    private ParquetDictionary? _dictionary;

    /// <summary>Appends so many values, NULLs among them.</summary>
    /// <param name="firstRecord">The number of the first one's record.</param>
    public void Read(long firstRecord, int count)
    {
        for (place.Record = firstRecord; place.Record < firstRecord + count; place.Record++)
        {
            while (_left == 0)
                ReadPage();
            _left--;
            if (leaf.Repetition == Repetition.Required || _levels.Next() != 0)
                appender.AppendNext(_values!);
            else
                appender.AppendNull();
        }
    }

    public void Dispose() => _codec.Dispose();

    private void ReadPage()
    {
        var header = ReadHeader();
        if (header.CompressedSize > _end - _position)
            throw new InvalidDataException($"A page claims {header.CompressedSize} of {_end - _position} bytes.");
        _packed.Clear();
        BoundedBytes.Read(stream, header.CompressedSize, _packed);
        _position += header.CompressedSize;
        if (header.Checksum is { } checksum && checksum != ChecksumOf(_packed.Segment))
            throw new InvalidDataException("A page's checksum is wrong.");
        switch (header.Type)
        {
            case PageType.Dictionary:
                Unpack(header, _packed.Segment);
                _dictionary = new ParquetDictionary(leaf, header.ValueCount, _page.Segment);
                break;
            case PageType.Data:
                Unpack(header, _packed.Segment);
                BeginValues(header, BeginLevels(header));
                break;
            case PageType.DataV2:
                var levels = _packed.Segment[..header.LevelsSize];
                Unpack(header, _packed.Segment[header.LevelsSize..]);
                _levels.Bind(levels[header.RepetitionsSize..], 1);
                BeginValues(header, _page.Segment);
                break;
        }
    }

    // A header has no length before it: it is read with what follows, and with more when that was too little.
    private ReadPageHeader ReadHeader()
    {
        for (var size = HeaderSizeFirst; ; size *= 4)
        {
            var available = (int)Math.Min(size, _end - _position);
            if (available <= 0)
                throw new InvalidDataException("A column chunk has fewer values than it claims.");
            _packed.Clear();
            stream.Position = _position;
            BoundedBytes.Read(stream, available, _packed);
            try
            {
                var thrift = new ThriftReader(_packed.Written);
                var header = ReadPageHeader.Read(ref thrift);
                _position += thrift.Position;
                stream.Position = _position;
                return header;
            }
            catch (EndOfStreamException) when (available == size && size < HeaderSizeMax)
            {
            }
            catch (EndOfStreamException e)
            {
                throw new InvalidDataException("A page's header ends too early.", e);
            }
        }
    }

    private void Unpack(ReadPageHeader header, ArraySegment<byte> packed)
    {
        _page.Clear();
        if (!header.IsCompressed)
        {
            _page.Write(packed);
            return;
        }
        var size = header.UncompressedSize - header.LevelsSize;
        if (_codec is Lz4Codec lz4)
            lz4.ExpectedLength = Math.Max(0, size);
        else if (_codec is HadoopLz4Codec hadoop)
            hadoop.ExpectedLength = Math.Max(0, size);
        // A page of NULLs alone has no values, and some codecs no form for nothing.
        if (packed.Count > 0)
            _codec.Decompress(packed, _page);
    }

    // Levels stand before the values behind their length; a column without NULLs has none.
    private ArraySegment<byte> BeginLevels(ReadPageHeader header)
    {
        if (leaf.Repetition == Repetition.Required)
            return _page.Segment;
        if (header.LevelEncoding != ParquetEncoding.Rle)
            throw new InvalidDataException($"Levels in the encoding {header.LevelEncoding} are not supported.");
        var page = _page.Segment;
        var size = page.Count < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(page);
        if (size < 0 || size > page.Count - sizeof(int))
            throw new InvalidDataException("A page's levels are longer than the page.");
        _levels.Bind(page.Slice(sizeof(int), size), 1);
        return page[(sizeof(int) + size)..];
    }

    private void BeginValues(ReadPageHeader header, ArraySegment<byte> bytes)
    {
        _left = header.ValueCount;
        // A page of NULLs alone may say nothing about its values.
        _values = bytes.Count == 0 && header.Encoding != ParquetEncoding.Plain
            ? new PlainDecoder(leaf.Type, leaf.Size, bytes)
            : Decoder(header.Encoding, bytes);
    }

    private ValueDecoder Decoder(ParquetEncoding encoding, ArraySegment<byte> bytes) => encoding switch
    {
        ParquetEncoding.Plain => new PlainDecoder(leaf.Type, leaf.Size, bytes),
        ParquetEncoding.PlainDictionary or ParquetEncoding.RleDictionary =>
            new DictionaryDecoder(_dictionary ?? throw new InvalidDataException("A page needs a dictionary that is not there."), bytes),
        ParquetEncoding.Rle => new RunBooleanDecoder(bytes),
        ParquetEncoding.DeltaBinaryPacked => new DeltaDecoder(bytes),
        ParquetEncoding.DeltaLengthByteArray => new DeltaBytesDecoder(bytes, hasPrefixes: false),
        ParquetEncoding.DeltaByteArray => new DeltaBytesDecoder(bytes, hasPrefixes: true),
        ParquetEncoding.ByteStreamSplit => new SplitDecoder(leaf.Type, leaf.Size, bytes),
        _ => throw new InvalidDataException($"Values in the encoding {encoding} are not supported."),
    };

    private static uint ChecksumOf(ArraySegment<byte> bytes)
    {
        var crc = new Crc32();
        crc.Update(bytes);
        return (uint)crc.Value;
    }
}
