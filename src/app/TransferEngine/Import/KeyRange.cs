using System.Globalization;

namespace Levada.TransferEngine.Import;

/// <summary>Integer keys from <paramref name="First"/> up to, but without, <paramref name="End"/>.</summary>
internal readonly record struct KeyRange(Int128 First, Int128 End)
{
    public Int128 Width => End > First ? End - First : 0;

    public (KeyRange Lower, KeyRange Upper) Halve()
    {
        var middle = First + (Width / 2);
        return (this with { End = middle }, this with { First = middle });
    }

    /// <summary>The range as two SQL conditions on a column as it stands in SQL.</summary>
    public (string Lower, string Upper) Conditions(string column) =>
        ($"{column} >= {First.ToString(CultureInfo.InvariantCulture)}", $"{column} < {End.ToString(CultureInfo.InvariantCulture)}");
}
