package org.postern.architecture.planted.host;

public class Tool {}
