namespace Levada.Databases.MySql;

/// <summary>What <c>0000-00-00</c> becomes: the values of the URL's <c>zeroDateTimeBehavior</c>.</summary>
internal enum ZeroDates
{
    /// <summary>NULL; Sqoop's choice where the URL makes none.</summary>
    Null,

    /// <summary>0001-01-01.</summary>
    Round,

    /// <summary>An error.</summary>
    Refuse,
}
