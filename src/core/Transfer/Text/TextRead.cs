namespace Levada.Transfer.Text;

/// <summary>What a text turned out to be when it was read as a value of some type.</summary>
internal enum TextRead
{
    Invalid,

    /// <summary>A value.</summary>
    Value,

    /// <summary>A value of the type, but outside what its kind can hold: it travels on as the text it is.</summary>
    Untyped,
}
