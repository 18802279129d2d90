namespace Levada.Databases.Urls;

/// <summary>Connection properties of MySQL's and MariaDB's drivers that change nothing in a transfer, or say what is always so here.</summary>
internal static class MySqlUrlNames
{
    public static readonly string[] Harmless =
    [
        // Text is UTF-8 in both directions whatever the URL says.
        "characterEncoding", "characterSetResults", "connectionCollation", "passwordCharacterEncoding", "useOldUTF8Behavior", "useUnicode",
        "useSSPSCompatibleTimezoneShift", "utf8OutsideBmpExcludedColumnNamePattern", "utf8OutsideBmpIncludedColumnNamePattern",
        "useBlobToStoreUTF8OutsideBMP", "blobsAreStrings", "functionsNeverReturnBlobs",

        // Times are the server's wall clock.
        "cacheDefaultTimezone", "cacheDefaultTimeZone", "forceConnectionTimeZoneToSession", "noDatetimeStringSync", "noTimezoneConversionForDateType",
        "noTimezoneConversionForTimeType", "preserveInstants", "sendFractionalSeconds", "sendFractionalSecondsForTime", "treatUtilDateAsTimestamp",
        "treatMysqlDatetimeAsTimestamp", "useFastDateParsing", "useGmtMillisForDatetimes", "useJDBCCompliantTimezoneShift", "useLegacyDatetimeCode",
        "useTimezone", "yearIsDateType",

        // How statements travel.
        "allowLoadLocalInfile", "allowLoadLocalInfileInPath", "allowLocalInfile", "allowMultiQueries", "allowUrlInLocalInfile", "cacheCallableStmts",
        "cachePrepStmts", "callableStmtCacheSize", "continueBatchOnError", "defaultFetchSize", "dontTrackOpenResources", "emulateUnsupportedPstmts",
        "enableQueryTimeouts", "netTimeoutForStreamingResults", "prepStmtCacheSize", "prepStmtCacheSqlLimit", "rewriteBatchedStatements",
        "useAffectedRows", "useBatchMultiSend", "useBulkStmts", "useBulkStmtsForInserts", "useCursorFetch", "useLocalSessionState",
        "useLocalTransactionState", "usePipelineAuth", "useReadAheadInput", "useServerPrepStmts", "useStreamLengthsInPrepStmts",
        "useUnbufferedInput", "maxAllowedPacket", "maxRows", "max_allowed_packet",

        // Which server, how long, how often.
        "allowMasterDownConnections", "allowReplicaDownConnections", "allowSlaveDownConnections", "allowSourceDownConnections", "autoReconnect",
        "autoReconnectForPools", "failOverReadOnly", "initialTimeout", "loadBalanceAutoCommitStatementThreshold", "loadBalanceBlacklistTimeout",
        "loadBalanceBlocklistTimeout", "loadBalanceConnectionGroup", "loadBalanceStrategy", "loadBalanceValidateConnectionOnSwapServer", "maxReconnects",
        "queriesBeforeRetryMaster", "queriesBeforeRetrySource", "reconnectAtTxEnd", "retriesAllDown", "roundRobinLoadBalance", "secondsBeforeRetryMaster",
        "secondsBeforeRetrySource", "selfDestructOnPingMaxOperations", "selfDestructOnPingSecondsLifetime", "readFromMasterWhenNoSlaves", "transactionReplay",
        "interactiveClient", "tcpKeepAlive", "tcpNoDelay", "tcpRcvBuf", "tcpSndBuf", "tcpTrafficClass", "tcpAbortiveClose", "tcpKeepCount", "tcpKeepIdle",
        "tcpKeepInterval", "enabledSSLCipherSuites", "enabledSslCipherSuites", "enabledSslProtocolSuites", "enabledTLSProtocols", "tlsCiphersuites",
        "tlsVersions", "paranoid", "defaultAuthenticationPlugin", "authenticationPlugins", "disabledAuthenticationPlugins", "restrictedAuth",

        // What the driver says about itself and about metadata.
        "autoClosePStmtStreams", "cacheResultSetMetadata", "cacheServerConfiguration", "connectionAttributes", "databaseTerm", "dumpMetadataOnColumnNotFound",
        "dumpQueriesOnException", "elideSetAutoCommits", "emptyStringsConvertToZero", "explainSlowQueries", "gatherPerfMetrics",
        "getProceduresReturnsFunctions", "includeInnodbStatusInDeadlockExceptions", "includeThreadDumpInDeadlockExceptions", "logger",
        "logSlowQueries", "maintainTimeStats", "maxQuerySizeToLog", "metadataCacheSize", "noAccessToProcedureBodies", "nullCatalogMeansCurrent",
        "nullDatabaseMeansCurrent", "nullNamePatternMatchesAll", "overrideSupportsIntegrityEnhancementFacility", "pedantic", "processEscapeCodesForPrepStmts",
        "profileSQL", "profileSql", "reportMetricsIntervalMillis", "resultSetSizeThreshold", "rollbackOnPooledClose", "slowQueryThresholdMillis",
        "slowQueryThresholdNanos", "strictUpdates", "traceProtocol", "transformedBitIsBoolean", "useColumnNamesInFindColumn", "useConfigs",
        "useHostsInPrivileges", "useInformationSchema", "useNanosForElapsedTime", "useOldAliasMetadataBehavior", "useOnlyServerErrorMessages",
        "useUsageAdvisor", "autoDeserialize", "clobberStreamingResults", "holdResultsOpenOverStatementClose", "jdbcCompliantTruncationForReads",
        "log", "pool", "poolName", "maxPoolSize", "minPoolSize", "maxIdleTime", "createDatabaseIfNotExist", "populateInsertRowWithDefaultValues",
    ];
}
