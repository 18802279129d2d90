namespace Levada.Records;

/// <summary>What one call of a <see cref="PayloadDecoder"/> came to.</summary>
internal enum DecodeStatus
{
    /// <summary>There is more; call again with room.</summary>
    More,

    /// <summary>All of the payload has been given out.</summary>
    Done,
    Malformed,

    /// <summary>More bytes than the bound that the decoder began with.</summary>
    TooLarge,
}
