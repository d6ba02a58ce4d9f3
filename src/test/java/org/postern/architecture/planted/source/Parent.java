package org.postern.architecture.planted.source;

public class Parent {}
