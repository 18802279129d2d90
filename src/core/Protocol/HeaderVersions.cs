namespace Levada.Protocol;

/// <summary>The versions of RequestHeader and ResponseHeader that go with a version of an api.</summary>
public static class HeaderVersions
{
    /// <summary>1, or 2 for a flexible version.</summary>
    public static short OfRequest(ApiKey apiKey, short version) =>
        WireSchemas.Describe(apiKey).IsFlexible(version) ? (short)2 : (short)1;

    /// <summary>0, or 1 for a flexible version; always 0 for ApiVersions, which a client of any age has to be able to read.</summary>
    public static short OfResponse(ApiKey apiKey, short version) =>
        apiKey != ApiKey.ApiVersions && WireSchemas.Describe(apiKey).IsFlexible(version) ? (short)1 : (short)0;
}
