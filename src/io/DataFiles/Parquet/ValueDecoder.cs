namespace Levada.DataFiles.Parquet;

/// <summary>Gives the values of a page one after the other. Faults are <see cref="InvalidDataException"/>s.</summary>
/// <remarks>Each encoding gives the values of some physical types only; asking another for them is a fault of the file.</remarks>
internal abstract class ValueDecoder
{
    /// <summary>The next value of INT32 or INT64.</summary>
    public virtual long NextInteger() => throw Impossible();

    /// <summary>The next value of FLOAT or DOUBLE.</summary>
    public virtual double NextReal() => throw Impossible();

    public virtual bool NextBoolean() => throw Impossible();

    /// <summary>The next value of BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY or INT96. Valid until the next call.</summary>
    public virtual ReadOnlySpan<byte> NextBytes() => throw Impossible();

    private InvalidDataException Impossible() => new($"A page's encoding does not fit its column ({GetType().Name}).");
}
